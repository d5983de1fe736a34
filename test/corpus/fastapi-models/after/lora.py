from typing import Optional

import fal
from fastapi import HTTPException
from pydantic import BaseModel


class Query(BaseModel):
    text: str
    limit: int = 3
    tags: Optional[list[str]] = None


def search(query: Query):
    if query.limit < 0:
        raise HTTPException(status_code=400, detail="limit is negative")
    return {"found": [query.text] * query.limit, "tags": query.tags or []}


class Search(fal.App):
    app_name = "fastapi-models"
    machine_type = "M"
    requirements = ["fastapi", "pydantic"]
    max_multiplexing = 20

    @fal.endpoint("/")
    def search(self, input: Query):
        return search(query=input)
