from common import app
from ears import Ears
from mouth import Mouth


@app.local_entrypoint()
def main():
    for sound in ["ding", "moo"]:
        heard = Ears().hear.remote(sound=sound)
        print(Mouth().say.remote(text=heard))
