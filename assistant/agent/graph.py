"""The conversation as a LangGraph: parse, then the step its action needs, then the reply.

``parse`` routes by action. Finding goes retrieve → rank → present; the other actions are one step
each. Every path ends in ``reply``, which words the turn, remembers it and leaves its events. The
checkpointer is the conversation memory: one checkpoint a turn, so a conversation survives a
restart and a turn that fails half-way leaves the conversation as it was.
"""

from __future__ import annotations

from typing import Literal

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from assistant.agent.about import compare, details
from assistant.agent.basket import cart_add, cart_remove, cart_show
from assistant.agent.deals import promotions
from assistant.agent.find import order, retrieve
from assistant.agent.going_back import list_before
from assistant.agent.present import present
from assistant.agent.profile_talk import profile_talk
from assistant.agent.reply import reply
from assistant.agent.shop import Shop
from assistant.agent.state import ConversationState
from assistant.agent.talk import talk
from assistant.agent.timing import Step
from assistant.agent.understand import understand
from assistant.agent.visit import visit_talk
from assistant.intent import Action

Graph = CompiledStateGraph[ConversationState, Shop, ConversationState, ConversationState]

StepName = Literal[
    "retrieve", "details", "compare", "promotions", "cart_add", "cart_remove", "cart_show", "talk",
    "profile_talk", "visit_talk", "show_before",
]  # fmt: skip

STEP_OF: dict[Action, StepName] = {
    "search": "retrieve",
    "refine": "retrieve",
    "more": "retrieve",
    "similar": "retrieve",
    "compare": "compare",
    "details": "details",
    "promotions": "promotions",
    "cart_add": "cart_add",
    "cart_remove": "cart_remove",
    "cart_show": "cart_show",
    "reset": "talk",
    "help": "talk",
    "smalltalk": "talk",
    "out_of_scope": "talk",
}


def conversation_graph(memory: BaseCheckpointSaver[str]) -> Graph:
    """The compiled graph, remembering conversations in ``memory``."""
    graph = StateGraph(ConversationState, context_schema=Shop)
    graph.add_node("parse", understand)
    graph.add_node("retrieve", retrieve)
    graph.add_node("rank", order)
    graph.add_node("present", present)
    steps: dict[str, Step] = {
        "details": details,
        "compare": compare,
        "promotions": promotions,
        "cart_add": cart_add,
        "cart_remove": cart_remove,
        "cart_show": cart_show,
        "talk": talk,
        "profile_talk": profile_talk,
        "visit_talk": visit_talk,
        "show_before": list_before,
    }
    for name, step in steps.items():
        graph.add_node(name, step)
        graph.add_edge(name, "reply")
    graph.add_node("reply", reply)
    graph.add_edge(START, "parse")
    graph.add_conditional_edges("parse", _step)
    graph.add_conditional_edges("retrieve", _after_retrieve)
    graph.add_edge("rank", "present")
    graph.add_edge("present", "reply")
    graph.add_edge("reply", END)
    return graph.compile(checkpointer=memory)


def _step(state: ConversationState) -> StepName:
    if state.get("own_words") is not None:
        return "visit_talk" if state.get("user_id") is None else "profile_talk"
    if state.get("going_back"):
        return "show_before"
    return STEP_OF[state["parsed"].intent.action]


def _after_retrieve(state: ConversationState) -> Literal["rank", "reply"]:
    """Straight to the reply where retrieval could only ask which product is meant."""
    return "reply" if "draft" in state else "rank"
