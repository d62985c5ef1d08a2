"""The write-up's LSTM stack in PyTorch, as fast as we know how: batch 64, 50 steps, 200 words, recurrent dropout, RMSprop.

PyTorch's own LSTM has no recurrent dropout, so the steps are a loop; the inputs' products are done for all steps at once.
Sampling is the stateful, fused nn.LSTM. Prints milliseconds a step, tokens a second, peak memory in kB.
"""
import resource
import statistics
import sys
import time

import torch
from torch import nn

steps, tokens = (int(a) for a in sys.argv[1:3])
torch.set_num_threads(2)
torch.manual_seed(1)


class Layer(nn.Module):
    def __init__(self, inputs, hidden, rate):
        super().__init__()
        self.x, self.h, self.rate, self.hidden = nn.Linear(inputs, 4 * hidden), nn.Linear(hidden, 4 * hidden, bias=False), rate, hidden

    def forward(self, x):  # [T, B, I]
        gates = self.x(x)
        h = c = x.new_zeros(x.shape[1], self.hidden)
        mask = (torch.rand_like(h) > self.rate) / (1 - self.rate) if self.rate else None
        out = []
        for g in gates:
            i, f, z, o = (g + self.h(h * mask if mask is not None else h)).chunk(4, 1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(z)
            h = torch.sigmoid(o) * torch.tanh(c)
            out.append(h)
        return torch.stack(out)


layers = nn.Sequential(Layer(1, 512, 0.3), Layer(512, 512, 0.3), Layer(512, 256, 0))
head = nn.Sequential(nn.Linear(256, 256), nn.Dropout(0.3), nn.Linear(256, 200))
optimiser = torch.optim.RMSprop([*layers.parameters(), *head.parameters()], lr=0.001, alpha=0.9, eps=1e-7)
x = torch.randint(0, 200, (50, 64, 1)).float()
y = torch.randint(0, 200, (64,))


def step():
    optimiser.zero_grad()
    nn.functional.cross_entropy(head(layers(x)[-1]), y).backward()
    optimiser.step()


step()
times = []
for _ in range(steps):
    start = time.perf_counter()
    step()
    times.append((time.perf_counter() - start) * 1000)

fused = [nn.LSTM(1, 512), nn.LSTM(512, 512), nn.LSTM(512, 256)]
states = [None] * 3
head.eval()


def hear(token):
    v = torch.tensor([[[float(token)]]])
    for i, layer in enumerate(fused):
        v, states[i] = layer(v, states[i])
    return torch.softmax(head(v[0, 0]), 0)


with torch.inference_mode():
    hear(1)
    start = time.perf_counter()
    for token in range(tokens):
        hear(token % 200)
    rate = tokens / (time.perf_counter() - start)
print(statistics.median(times), rate, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
