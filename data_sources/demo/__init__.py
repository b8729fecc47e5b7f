"""The demo company: a fictitious firm whose true parameters are known."""

from data_sources.demo.company import DemoCompany, generate, scaled
from data_sources.demo.frames import write
from data_sources.demo.problems import PROBLEMS
from data_sources.demo.truth import AS_OF, Truth

__all__ = ["AS_OF", "PROBLEMS", "DemoCompany", "Truth", "generate", "scaled", "write"]
