export const guideBefore = `image = modal.Image.debian_slim().pip_install("diffusers", "torch")


@app.cls(gpu="A100", image=image)
class TextToImage:
    @modal.enter()
    def load(self):
        from diffusers import AutoPipelineForText2Image

        self.pipe = AutoPipelineForText2Image.from_pretrained("demo/sdxl")

    @modal.method()
    def generate(self, prompt: str, steps: int = 30):
        image = self.pipe(prompt, num_inference_steps=steps).images[0]
        return {"size": list(image.size), "steps": steps}

    @modal.exit()
    def unload(self):
        del self.pipe
`;

const guideClass = (
  head: string,
  method: string,
  body: string,
) => `${head}class TextToImage(fal.App):
    app_name = "text-to-image"
    machine_type = "GPU-A100"
    requirements = ["diffusers", "torch"]

    def setup(self):
        from diffusers import AutoPipelineForText2Image

        self.pipe = AutoPipelineForText2Image.from_pretrained("demo/sdxl")

    @fal.endpoint("/")
    def generate(${method}):
${body}        image = self.pipe(prompt, num_inference_steps=steps).images[0]
        return {"size": list(image.size), "steps": steps}

    def teardown(self):
        del self.pipe
`;

/** As the published page writes it: the parameter stands in the signature. */
export const guideAfter = guideClass('', 'self, prompt: str, steps: int = 30', '');

export const guideRepaired = guideClass(
  'class GenerateInput(BaseModel):\n    prompt: str\n    steps: int = 30\n\n\n',
  'self, input: GenerateInput',
  '        prompt, steps = input.prompt, input.steps\n',
);
