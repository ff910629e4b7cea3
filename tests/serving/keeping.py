"""A server's worth of capturing without a server, to be killed: prints the inference id of each acknowledged event.

`python keeping.py URL MODE DELAY TASKS`
"""

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from stores import event

from wrangle.captures.store import Store
from wrangle.sections.serve import Capture as Settings
from wrangle.serving.capture import Capture


async def client(capture, name):
    number = 0
    while True:
        waits = capture.put(event(number, inference_id=f"{name}-{number}"))
        if waits is not None:
            await waits
        sys.stdout.write(f"{name}-{number}\n")
        sys.stdout.flush()
        number += 1
        await asyncio.sleep(0.01)


async def main(url, mode, delay, tasks):
    capture = Capture(Settings(mode=mode, queue=2000), Store(url, flush_each=mode == "durable", delay=float(delay)))
    capture.start()
    await asyncio.gather(*(client(capture, f"c{number}") for number in range(int(tasks))))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
