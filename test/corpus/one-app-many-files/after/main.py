import fal_client


def main():
    for sound in ["ding", "moo"]:
        heard = fal_client.subscribe("your-username/voices-ears", arguments={"sound": sound})
        print(fal_client.subscribe("your-username/voices-mouth", arguments={"text": heard}))


if __name__ == "__main__":
    main()
