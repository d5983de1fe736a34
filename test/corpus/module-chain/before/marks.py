BANG = "!"
