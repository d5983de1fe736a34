import modal

N_GPU = 2
GPU = f"H100:{N_GPU}"
MODEL = "Qwen/Qwen3-8B"

vllm_image = (
    modal.Image.from_registry("nvidia/cuda:12.8.1-devel-ubuntu22.04", add_python="3.12")
    .uv_pip_install("vllm==0.13.0", "huggingface-hub==0.36.0")
    .env({"HF_XET_HIGH_PERFORMANCE": "1"})
)
hf_cache_vol = modal.Volume.from_name("huggingface-cache", create_if_missing=True)
vllm_cache_vol = modal.Volume.from_name("vllm-cache", create_if_missing=True)
app = modal.App("vllm-batch")


@app.cls(
    gpu=GPU,
    image=vllm_image,
    scaledown_window=15 * 60,
    timeout=10 * 60,
    volumes={
        "/root/.cache/huggingface": hf_cache_vol,
        "/root/.cache/vllm": vllm_cache_vol,
    },
)
class Vllm:
    @modal.enter()
    def start(self):
        import vllm

        self.params = vllm.SamplingParams(temperature=0.7, max_tokens=64)
        self.llm = vllm.LLM(model=MODEL, tensor_parallel_size=N_GPU)

    @modal.method()
    def generate(self, prompts: list[str]) -> list[str]:
        outputs = self.llm.generate(prompts, self.params)
        return [output.outputs[0].text for output in outputs]

    @modal.method()
    def chat(self, messages: list[dict[str, str]], system: str = "") -> str:
        return self.llm.chat(messages, self.params)[0].outputs[0].text
