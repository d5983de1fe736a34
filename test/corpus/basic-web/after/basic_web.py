import fal
from pydantic import BaseModel


def greet(user: str) -> str:
    return f"Hello {user}!"


class GreetInput(BaseModel):
    user: str


class Greet(fal.App):
    app_name = "example-basic-web-greet"
    requirements = ["fastapi[standard]"]

    @fal.endpoint("/")
    def greet(self, input: GreetInput) -> str:
        return greet(user=input.user)


def goodbye(data: dict) -> str:
    name = data.get("name") or "world"
    return f"Goodbye {name}!"


class Goodbye(fal.App):
    app_name = "example-basic-web-goodbye"
    requirements = ["fastapi[standard]"]

    @fal.endpoint("/")
    def goodbye(self, input: dict) -> str:
        return goodbye(data=input)


class WebApp(fal.App):
    app_name = "example-basic-web-web-app"
    requirements = ["fastapi[standard]"]

    def setup(self):
        from datetime import datetime, timezone

        self.start_time = datetime(2024, 1, 1, tzinfo=timezone.utc)

    @fal.endpoint("/")
    def web(self) -> str:
        return self.start_time.isoformat()
