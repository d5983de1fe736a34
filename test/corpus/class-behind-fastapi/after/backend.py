import fal
from pydantic import BaseModel


class AnswerInput(BaseModel):
    prompt: str
    temperature: float = 0.7


class Llm(fal.App):
    app_name = "chat-llm"
    machine_type = "GPU-H100"
    keep_alive = 240

    def setup(self):
        self.name = "llm"

    @fal.endpoint("/")
    def answer(self, input: AnswerInput) -> str:
        prompt = input.prompt
        return f"{self.name}: {prompt}"
