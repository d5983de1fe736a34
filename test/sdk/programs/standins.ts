export const standins = `import diffusers, huggingface_hub, sentence_transformers, torch, transformers, vllm, whisper

with torch.inference_mode():
    print((torch.ones(2, 2) @ torch.ones(2, 2)).tolist())
pipe = diffusers.FluxPipeline.from_pretrained("m", torch_dtype=torch.bfloat16).to("cuda")
print(pipe("a cat", height=16, width=16).images[0].size)
print(transformers.pipeline("sentiment-analysis")("fine"))
print(vllm.LLM("m").generate(["Once"], vllm.SamplingParams())[0].outputs[0].text)
print(sentence_transformers.SentenceTransformer("m").encode("a b").tolist())
print(huggingface_hub.snapshot_download("a/b", local_dir="weights"))
print(whisper.load_model("base").transcribe("weights/config.json")["text"])
`;

export const standinsPrint = `[[2.0, 2.0], [2.0, 2.0]]
(16, 16)
[{'label': 'POSITIVE', 'score': 0.75}]
Once and so on
[3.0, 27.0, 1.0]
weights
16 bytes of speech
`;

interface Stub {
  readonly title: string;
  readonly code: string;
  readonly prints: string;
}

export const stubs: readonly Stub[] = [
  {
    title: 'base classes, also beside an ABC',
    code: `from abc import ABC
from somewhere import nn


class Net(nn.Module, ABC):
    def __init__(self, n):
        super().__init__()
        self.n = n


print(Net(4).n)
`,
    prints: '4\n',
  },
  {
    title: 'decorators with and without parentheses leave the function',
    code: `import somewhere


@somewhere.no_grad()
def f(x):
    return x + 1


@somewhere.route
def g(x):
    return x + 2


print(f(1), g(1))
`,
    prints: '2 3\n',
  },
  {
    title: 'annotations of models and functions',
    code: `from typing import Optional

import somewhere as np


class Input(BaseModel):
    array: np.ndarray
    maybe: Optional[np.Thing] = None
    union: "np.Thing | None" = None


def f(x: np.ndarray[int] | None) -> np.Thing:
    return x


class A(fal.App):
    app_name = "a"

    @fal.endpoint("/")
    def run(self, input: Input) -> Input:
        return input


print(Input(array=[1]).array)
`,
    prints: '[1]\n',
  },
  {
    title: 'exceptions that can be raised and caught',
    code: `import somewhere

try:
    raise somewhere.RateLimitError("slow")
except somewhere.RateLimitError:
    print("caught")
`,
    prints: 'caught\n',
  },
  {
    title: 'values, versions, loops, contexts, submodules',
    code: `import somewhere.deep.inside as inside
from somewhere import *
from somewhere.other import thing
import google.cloud.storage

print(inside.__version__ >= "2.0", len(thing()), list(thing()), bool(thing), int(thing.x))
with thing.lock(), inside.autocast("cuda"):
    print(type(2 * inside.pi + thing(3)[0]).__name__, isinstance(3, thing))
`,
    prints: 'True 0 [] True 0\nStub False\n',
  },
];
