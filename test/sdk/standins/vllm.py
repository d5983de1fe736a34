"""An engine that repeats the prompt."""

from types import SimpleNamespace

__version__ = "0.13.0"


class SamplingParams:
    def __init__(self, temperature=1.0, top_p=1.0, max_tokens=16, **settings):
        self.temperature, self.top_p, self.max_tokens = temperature, top_p, max_tokens


class LLM:
    def __init__(self, model, **settings):
        self.model = model

    def generate(self, prompts, sampling_params=None, **settings):
        return [answer(text) for text in ([prompts] if isinstance(prompts, str) else prompts)]

    def chat(self, messages, sampling_params=None, **settings):
        talks = messages if messages and isinstance(messages[0], list) else [messages]
        return [answer(talk[-1]["content"]) for talk in talks]


class AsyncEngineArgs:
    def __init__(self, model, **settings):
        self.model = model


class AsyncLLMEngine:
    def __init__(self, model):
        self.model = model

    @classmethod
    def from_engine_args(cls, args, **settings):
        return cls(args.model)

    async def generate(self, prompt, sampling_params, request_id, **settings):
        words = answer(prompt).outputs[0].text.split()
        for count in range(1, len(words) + 1):
            text = " ".join(words[:count])
            yield SimpleNamespace(
                prompt=prompt, outputs=[SimpleNamespace(text=text)], finished=count == len(words)
            )


def answer(prompt):
    text = f"{prompt} and so on"
    return SimpleNamespace(
        prompt=prompt, outputs=[SimpleNamespace(text=text, token_ids=[])], finished=True
    )
