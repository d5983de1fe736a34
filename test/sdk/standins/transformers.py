"""Pipelines, tokenizers and models that answer with something made from the question."""

__version__ = "5.0.0"


def pipeline(task, model=None, **settings):
    return Pipeline(task, model)


class Pipeline:
    def __init__(self, task, model):
        self.task = task
        self.model = model
        self.tokenizer = AutoTokenizer("")

    def __call__(self, inputs, *args, **settings):
        if isinstance(inputs, list) and self.task != "text-generation":
            return [self.answer(item) for item in inputs]
        answer = self.answer(inputs)
        return answer if self.task == "automatic-speech-recognition" else [answer]

    def answer(self, value):
        if self.task == "automatic-speech-recognition":
            return {"text": f"heard {describe(value)}"}
        if self.task in ("sentiment-analysis", "text-classification", "image-classification"):
            good = len(describe(value)) % 2 == 0
            return {"label": "POSITIVE" if good else "NEGATIVE", "score": 0.75}
        key = {"summarization": "summary_text", "image-to-text": "generated_text"}.get(
            self.task, "generated_text"
        )
        key = "translation_text" if self.task.startswith("translation") else key
        return {key: f"{describe(value)} and so on"}


def describe(value):
    if isinstance(value, list) and value and isinstance(value[-1], dict):
        return str(value[-1].get("content"))
    return value if isinstance(value, str) else type(value).__name__


class Batch(dict):
    def to(self, *args, **kwargs):
        return self

    def __getattr__(self, name):
        if name in self:
            return self[name]
        raise AttributeError(name)


class AutoTokenizer:
    eos_token, eos_token_id, pad_token, pad_token_id = "</s>", 0, "</s>", 0

    def __init__(self, name):
        self.name = name

    @classmethod
    def from_pretrained(cls, name, **settings):
        return cls(name)

    def __call__(self, text, return_tensors=None, **settings):
        ids = self.encode(text) if isinstance(text, str) else [self.encode(item) for item in text]
        if return_tensors == "pt":
            import torch

            return Batch(input_ids=torch.tensor([ids] if isinstance(text, str) else ids))
        return Batch(input_ids=ids)

    def encode(self, text, **settings):
        return [ord(letter) for letter in text]

    def decode(self, ids, **settings):
        numbers = ids.tolist() if hasattr(ids, "tolist") else ids
        return "".join(chr(number) for number in numbers if number)

    def batch_decode(self, many, **settings):
        return [self.decode(ids) for ids in many]

    def apply_chat_template(self, messages, tokenize=True, **settings):
        text = "\n".join(f"{m['role']}: {m['content']}" for m in messages)
        return self.encode(text) if tokenize else text

    def save_pretrained(self, path):
        return None


class AutoModel:
    device = "cpu"

    @classmethod
    def from_pretrained(cls, name, **settings):
        return cls()

    def to(self, *args, **kwargs):
        return self

    cuda = eval = half = to

    def generate(self, input_ids=None, **settings):
        return input_ids

    def save_pretrained(self, path):
        return None


class AutoModelForCausalLM(AutoModel):
    pass


class AutoModelForSeq2SeqLM(AutoModel):
    pass


class AutoModelForSequenceClassification(AutoModel):
    pass


class AutoModelForSpeechSeq2Seq(AutoModel):
    pass


class AutoProcessor(AutoTokenizer):
    pass


class BitsAndBytesConfig:
    def __init__(self, **settings):
        self.settings = settings


def set_seed(seed):
    return None
