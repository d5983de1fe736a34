import re

import modal

app = modal.App("example-link-scraper")

PAGES = {
    "https://a.example": '<a href="https://b.example">b</a> <a href="https://c.example">c</a>',
    "https://b.example": '<a href="https://a.example">a</a>',
    "https://c.example": "nothing",
}

scraper_image = modal.Image.debian_slim(python_version="3.11").uv_pip_install(
    "beautifulsoup4==4.12", "requests>=2.31"
)


@app.function(image=scraper_image, retries=None, timeout=30)
async def get_links(url: str) -> list:
    html = PAGES[url]
    return re.findall('href="([^"]+)"', html)


@app.function()
def bulk(urls: list[str]):
    links = []
    for found in get_links.map(urls):
        links.extend(found)
    return sorted(set(links))


@app.local_entrypoint()
def main(url: str = "https://a.example"):
    for link in get_links.remote(url):
        print(link)
    print(bulk.remote(list(PAGES)))
