"""Writes a trained network as ONNX: `export.py ocrb|corners STATE OUT`. Weights are stored as half floats and cast back
when the model loads, which halves the file; all computing is in floats."""

import sys

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from corner_net import Corners
from ocrb_net import OcrB


def halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """Large constants as half floats behind a cast."""
    casts = []
    for constant in model.graph.initializer:
        if constant.data_type == TensorProto.FLOAT and np.prod(constant.dims) > 256:
            values = numpy_helper.to_array(constant).astype(np.float16)
            name = constant.name
            constant.CopyFrom(numpy_helper.from_array(values, name + ".half"))
            casts.append(helper.make_node("Cast", [name + ".half"], [name], to=TensorProto.FLOAT))
    nodes = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(casts + nodes)
    return model


def main() -> None:
    kind, state, out = sys.argv[1:4]
    torch.set_num_threads(1)
    net, example = {"ocrb": (OcrB(), torch.zeros(1, 1, 32, 640)), "corners": (Corners(), torch.zeros(1, 3, 192, 192))}[kind]
    net.load_state_dict(torch.load(state))
    net.eval()
    free = {"x": {3: "width"}, "y": {1: "steps"}} if kind == "ocrb" else None
    torch.onnx.export(net, (example,), out, input_names=["x"], output_names=["y"], dynamic_axes=free, opset_version=17, dynamo=False)
    model = halved(onnx.load(out))
    del model.metadata_props[:]
    model.producer_name, model.producer_version, model.doc_string = "", "", ""
    onnx.checker.check_model(model)
    onnx.save(model, out)


if __name__ == "__main__":
    main()
