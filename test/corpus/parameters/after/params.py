import fal
from pydantic import BaseModel


class RunInput(BaseModel):
    x: int


class Model(fal.App):
    app_name = "parameters"
    # TODO(modal-lint): parameter: `name` was set by the caller, and a fal app takes no constructor arguments: send it with each request, or make a subclass a value
    name: str
    size: int = 1

    def setup(self):
        self.label = f"{self.name}-{self.size}"

    @fal.endpoint("/")
    def run(self, input: RunInput) -> str:
        x = input.x
        return f"{self.label}:{x}"


def main():
    # TODO(modal-lint): method-remote: a fal app takes no constructor arguments: send them with each request, or set them on the class
    print(Model(name="small", size=1).run.remote(1))
    # TODO(modal-lint): method-remote: a fal app takes no constructor arguments: send them with each request, or set them on the class
    print(Model(name="large", size=1).run.remote(2))


if __name__ == "__main__":
    main()
