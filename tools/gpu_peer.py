"""The ConvNet in PyTorch on a GPU, for tools/gpu-figures: the same layers, loss, weight decay and update rule on
images that lie on the card. Prints images/s as JSON, without the first steps.

    python3 tools/gpu_peer.py --batch 128 --steps 220 --precision float32
"""

import argparse
import contextlib
import json
import time

STARTED = time.time()
import torch  # noqa: E402
from torch import nn  # noqa: E402

EXAMPLES, WARM_UP, DECAY = 4096, 20, 0.004


def network():
    def norm():  # PyTorch divides alpha by the window, and its window is 2 · radius + 1
        return nn.LocalResponseNorm(9, alpha=0.001, beta=0.75, k=1.0)

    return nn.Sequential(
        nn.Conv2d(1, 32, 5, padding="same"), nn.ReLU(), nn.MaxPool2d(2), norm(),
        nn.Conv2d(32, 64, 5, padding="same"), nn.ReLU(), norm(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(3136, 1024), nn.ReLU(), nn.Linear(1024, 10), nn.ReLU(), nn.Linear(10, 10))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--steps", type=int, default=220)
    parser.add_argument("--precision", choices=("float32", "bfloat16"), default="float32")
    parser.add_argument("--device", default="cuda", help="cpu: only to try this script")
    options = parser.parse_args()
    device = torch.device(options.device)
    images = torch.randint(0, 256, (EXAMPLES, 1, 28, 28), dtype=torch.uint8, device=device)
    labels = torch.randint(0, 10, (EXAMPLES,), device=device)
    net = network().to(device)
    decayed = [layer.weight for layer in net if isinstance(layer, nn.Linear)][:2]
    others = [p for p in net.parameters() if all(p is not d for d in decayed)]
    rule = torch.optim.SGD([{"params": decayed, "weight_decay": DECAY}, {"params": others}],
                           lr=0.01, momentum=0.9, nesterov=True)
    narrow = torch.autocast(device.type, dtype=torch.bfloat16) if options.precision == "bfloat16" else contextlib.nullcontext()

    def step():
        chosen = torch.randint(0, EXAMPLES, (options.batch,), device=device)
        with narrow:
            loss = nn.functional.cross_entropy(net(images[chosen].float() / 255 - 0.5), labels[chosen])
        rule.zero_grad(set_to_none=True)
        loss.backward()
        rule.step()
        return loss.item()  # the program tells the loss of every step too

    step()
    first = time.time() - STARTED
    for _ in range(WARM_UP - 1):
        step()
    begun = time.time()
    for _ in range(options.steps - WARM_UP):
        step()
    rate = options.batch * (options.steps - WARM_UP) / (time.time() - begun)
    print(json.dumps({"images_per_second": rate, "seconds_to_first_step": first}))


if __name__ == "__main__":
    main()
