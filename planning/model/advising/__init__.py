"""From a plan and its facts to a question, and from the answer back to lines."""
