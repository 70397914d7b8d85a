"""A service with FastAPI: pip install fastapi uvicorn python-multipart, then uvicorn service:app

    curl -F document=@passport.jpg -F selfie=@me.jpg http://127.0.0.1:8000/verify

The engine works on threads of its own while the event loop goes on; what the engine refuses is an answer with our code.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, File, HTTPException, Request, UploadFile
from fastapi.responses import JSONResponse

import kyc

LIMIT = 10 * 1024 * 1024


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.engine = kyc.AsyncEngine(kyc.Engine(prepare=True), concurrency=2)
    yield
    app.state.engine.close()


app = FastAPI(title="kyc-core", lifespan=lifespan)


@app.exception_handler(kyc.KycError)
async def refused(_: Request, error: kyc.KycError) -> JSONResponse:
    status = 400 if error.code < 3000 else 500
    return JSONResponse({"code": error.code, "name": error.name, "message": error.message}, status)


async def picture(file: UploadFile) -> bytes:
    content = await file.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise HTTPException(413, "a picture has at most 10 MiB")
    return content


@app.post("/verify")
async def verify(document: UploadFile = File(), selfie: UploadFile = File(), today: str | None = None) -> dict[str, Any]:
    answer = await app.state.engine.verify(await picture(document), await picture(selfie), today=today)
    report = answer["report"]
    # Reasons are the tenant's; `end_user` is all that the applicant may be told.
    return {"verdict": report["decision"]["verdict"], "points": report["score"]["value"], "end_user": report["end_user"]["text"],
            "reasons": [reason["text"] for reason in report["reasons"]]}


@app.post("/liveness")
async def liveness(selfie: UploadFile = File()) -> dict[str, Any]:
    answer = await app.state.engine.check_liveness(await picture(selfie))
    return dict(answer)
