import config


def shout(text):
    return text.upper() + config.MARK
