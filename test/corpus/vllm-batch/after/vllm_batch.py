import fal
from fal.container import ContainerImage
from pydantic import BaseModel

N_GPU = 2
GPU = f"H100:{N_GPU}"
MODEL = "Qwen/Qwen3-8B"

vllm_image = ContainerImage.from_dockerfile_str("""
FROM nvidia/cuda:12.8.1-devel-ubuntu22.04
COPY --from=ghcr.io/astral-sh/uv:latest /uv /.uv/uv
RUN /.uv/uv python install --no-bin --install-dir /opt/python 3.12 && cp -a /opt/python/cpython-3.12.*/. /usr/local/ && rm -rf /opt/python /usr/local/lib/python3.12/EXTERNALLY-MANAGED
ENV TERMINFO_DIRS=/etc/terminfo:/lib/terminfo:/usr/share/terminfo:/usr/lib/terminfo
RUN command -v curl || (apt-get update && apt-get install -y curl)
RUN /.uv/uv pip install --python $(command -v python) --compile-bytecode vllm==0.13.0 huggingface-hub==0.36.0
ENV HF_XET_HIGH_PERFORMANCE=1
RUN python -m pip install fal
ENV HF_HOME=/data/huggingface-cache
ENV VLLM_CACHE_ROOT=/data/vllm-cache
""")


class GenerateInput(BaseModel):
    prompts: list[str]


class ChatInput(BaseModel):
    messages: list[dict[str, str]]
    system: str = ""


class Vllm(fal.App):
    app_name = "vllm-batch"
    machine_type = "GPU-H100"
    num_gpus = 2
    image = vllm_image
    keep_alive = 15 * 60
    request_timeout = 10 * 60

    def setup(self):
        import vllm

        self.params = vllm.SamplingParams(temperature=0.7, max_tokens=64)
        self.llm = vllm.LLM(model=MODEL, tensor_parallel_size=N_GPU)

    @fal.endpoint("/generate")
    def generate(self, input: GenerateInput):
        prompts = input.prompts
        outputs = self.llm.generate(prompts, self.params)
        return [output.outputs[0].text for output in outputs]

    @fal.endpoint("/chat")
    def chat(self, input: ChatInput):
        messages = input.messages
        return self.llm.chat(messages, self.params)[0].outputs[0].text
