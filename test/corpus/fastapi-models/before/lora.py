from typing import Optional

import modal
from fastapi import HTTPException
from pydantic import BaseModel

app = modal.App("fastapi-models", image=modal.Image.debian_slim().pip_install("fastapi", "pydantic"))


class Query(BaseModel):
    text: str
    limit: int = 3
    tags: Optional[list[str]] = None


@app.function(cpu=2)
@modal.concurrent(max_inputs=20)
@modal.fastapi_endpoint(method="POST", label="search")
def search(query: Query):
    if query.limit < 0:
        raise HTTPException(status_code=400, detail="limit is negative")
    return {"found": [query.text] * query.limit, "tags": query.tags or []}
