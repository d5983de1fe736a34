from src.common import VOL, image, stub, volume


@stub.function(image=image, network_file_systems={VOL: volume}, cpu=2)
def write(name: str):
    with open(VOL / name, "w") as file:
        file.write(name)
    return name


@stub.local_entrypoint()
def main():
    print(write.call("a"))
