# What all functions need.
