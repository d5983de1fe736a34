"""Embeddings of three numbers, made from the text."""


class Vector(list):
    def tolist(self):
        return [v.tolist() if isinstance(v, Vector) else v for v in self]

    @property
    def shape(self):
        return (len(self), *(self[0].shape if self and isinstance(self[0], Vector) else ()))


class SentenceTransformer:
    def __init__(self, name, **settings):
        self.name = name

    def encode(self, sentences, **settings):
        return (
            embed(sentences)
            if isinstance(sentences, str)
            else Vector(embed(text) for text in sentences)
        )

    def to(self, *args):
        return self

    def save(self, path):
        return None


class CrossEncoder(SentenceTransformer):
    def predict(self, pairs, **settings):
        return Vector(1.0 / (1 + abs(len(left) - len(right))) for left, right in pairs)


def embed(text):
    return Vector([float(len(text)), float(sum(map(ord, text)) % 100), float(text.count(" "))])
