import argparse
import re

import fal

PAGES = {
    "https://a.example": '<a href="https://b.example">b</a> <a href="https://c.example">c</a>',
    "https://b.example": '<a href="https://a.example">a</a>',
    "https://c.example": "nothing",
}


@fal.function(
    python_version="3.11",
    requirements=["beautifulsoup4==4.12", "requests>=2.31"],
    request_timeout=30,
)
async def get_links(url: str) -> list:
    html = PAGES[url]
    return re.findall('href="([^"]+)"', html)


@fal.function(requirements=["fal"])
def bulk(urls: list[str]):
    links = []
    for found in (future.result() for future in [get_links.submit(item) for item in urls]):
        links.extend(found)
    return sorted(set(links))


def main(url: str = "https://a.example"):
    for link in get_links(url):
        print(link)
    print(bulk(list(PAGES)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", default="https://a.example")
    args = parser.parse_args()
    main(url=args.url)
