"""Prints what PyTorch computes for a small copy of the note-chord network, as JSON.

    python reference_vectors.py > Tests/LofiGenerateTests/Fixtures/note-chord-reference.json

Dropout masks are part of the vectors: PyTorch's own cannot be given, so the network is written out step by step.
Kernels lie as [inputs x outputs], gates in the order input, forget, cell, output, as the model files have them.
"""
import json
import torch

torch.manual_seed(5)
V, E, T, B, H, D = 11, 4, 6, 3, [8, 8, 5], 5
R = lambda *shape: torch.randn(*shape, dtype=torch.float64) * 0.4

weights = {"embedding.table": R(V, E)}
width = E
for i, h in enumerate(H):
    name = f"lstm{i + 1}"
    weights[f"{name}.kernel"] = R(width, 4 * h)
    weights[f"{name}.recurrent"] = R(h, 4 * h)
    weights[f"{name}.bias"] = R(1, 4 * h)
    width = h
weights["dense.kernel"], weights["dense.bias"] = R(width, D), R(1, D)
weights["output.kernel"], weights["output.bias"] = R(D, V), R(1, V)
for w in weights.values():
    w.requires_grad_()

tokens = torch.randint(0, V, (B, T))
targets = torch.randint(0, V, (B, T))
masks = [(torch.rand(B, h) > 0.3).double() / 0.7 for h in H[:2]]
dense_mask = (torch.rand(T, B, D) > 0.3).double() / 0.7


def lstm(x, name, h, mask):  # x[T, B, I]; the cell is torch's own
    cell = torch.nn.LSTMCell(x.shape[2], h, dtype=torch.float64)
    params = {"weight_ih": weights[f"{name}.kernel"].T, "weight_hh": weights[f"{name}.recurrent"].T,
              "bias_ih": weights[f"{name}.bias"][0], "bias_hh": torch.zeros(4 * h, dtype=torch.float64)}
    state, c, out = torch.zeros(B, h, dtype=torch.float64), torch.zeros(B, h, dtype=torch.float64), []
    for t in range(T):
        seen = state if mask is None else state * mask
        state, c = torch.func.functional_call(cell, params, (x[t], (seen, c)))
        out.append(state)
    return torch.stack(out)


x = weights["embedding.table"][tokens.T]
for i, h in enumerate(H):
    x = lstm(x, f"lstm{i + 1}", h, masks[i] if i < 2 else None)
logits = ((x @ weights["dense.kernel"] + weights["dense.bias"]) * dense_mask) @ weights["output.kernel"] + weights["output.bias"]
loss = torch.nn.functional.cross_entropy(logits.reshape(T * B, V), targets.T.reshape(-1), reduction="sum") / T
loss.backward()

r = lambda tensor: [float(f"{v:.9g}") for v in tensor.detach().reshape(-1).tolist()]
print(json.dumps({
    "vocabulary": V, "embedding": E, "hidden": H, "dense": D,
    "inputs": tokens.tolist(), "targets": targets.tolist(),
    "recurrentMasks": [r(m) for m in masks], "denseMask": r(dense_mask),
    "loss": loss.item(), "logits": r(logits),
    "weights": {k: r(w) for k, w in weights.items()},
    "gradients": {k: r(w.grad) for k, w in weights.items()},
}))
