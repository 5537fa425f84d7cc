"""Material words, English and Chinese, to one English name each.

An imitation is not the thing: "faux leather" and 仿皮 are `faux leather`, never `leather`. Single
Chinese characters count only with 制/质 or a telling neighbour: 木 stands in too many other words.
"""

from __future__ import annotations

from functools import lru_cache

from retrieval.values.phrases import Mention, PhraseTable
from retrieval.values.text import fold

_WORDS = {
    "acrylic": "acrylic, 腈纶, 亚克力, plexiglass",
    "aluminium": "aluminium, aluminum, alloy aluminium, 铝合金, 铝制, 铝",
    "bamboo": "bamboo, 竹制, 竹子, 竹纤维, 竹木, 竹",
    "brass": "brass, 黄铜",
    "canvas": "canvas, 帆布",
    "carbon fibre": "carbon fibre, carbon fiber, 碳纤维",
    "cashmere": "cashmere, 羊绒, 山羊绒, 开司米",
    "cast iron": "cast iron, 铸铁",
    "ceramic": "ceramic, porcelain, stoneware, earthenware, bone china, 陶瓷, 骨瓷, 瓷器, 瓷, 陶",
    "copper": "copper, 紫铜, 铜制",
    "cork": "cork, 软木",
    "cotton": "cotton, organic cotton, 纯棉, 全棉, 棉质, 精梳棉, 长绒棉, 棉布, 棉麻, 有机棉, 棉",
    "denim": "denim, 牛仔布, 丹宁",
    "down": "goose down, duck down, down filled, 羽绒, 鹅绒, 鸭绒, 白鹅绒",
    "elastane": "elastane, spandex, lycra, 氨纶, 莱卡",
    "faux fur": "faux fur, fake fur, 仿皮草, 人造毛",
    "faux leather": "faux leather, vegan leather, fake leather, imitation leather, leatherette, artificial leather, "
    "synthetic leather, pu leather, pleather, 仿皮, 人造革, 合成革, pu皮, 皮革(人造), 仿真皮",
    "felt": "felt, 毛毡",
    "fleece": "fleece, polar fleece, 抓绒, 摇粒绒, 珊瑚绒",
    "foam": "foam, eva foam, 泡沫, 海绵",
    "glass": "glass, borosilicate glass, tempered glass, 玻璃, 高硼硅, 钢化玻璃",
    "iron": "iron, wrought iron, 铁制, 铁艺",
    "latex": "latex, 乳胶",
    "leather": "leather, genuine leather, real leather, cowhide, nappa, 真皮, 牛皮, 羊皮, 头层牛皮, 皮革, 皮质",
    "linen": "linen, flax, 亚麻, 麻布",
    "marble": "marble, 大理石",
    "memory foam": "memory foam, 记忆棉",
    "merino wool": "merino, merino wool, 美利奴",
    "mesh": "mesh, 网布, 网面",
    "metal": "metal, metallic alloy, alloy, 金属, 合金",
    "microfibre": "microfibre, microfiber, 超细纤维, 超纤",
    "modal": "modal, tencel, lyocell, 莫代尔, 天丝, 莱赛尔",
    "nylon": "nylon, polyamide, 尼龙, 锦纶",
    "paper": "paper, cardboard, 纸质, 纸板",
    "plastic": "plastic, polycarbonate, polypropylene, abs, pvc, 塑料, 聚碳酸酯, 聚丙烯, 食品级pp",
    "polyester": "polyester, 涤纶, 聚酯纤维, 聚酯",
    "rattan": "rattan, wicker, 藤编, 藤制, 藤",
    "rubber": "rubber, 橡胶",
    "satin": "satin, 缎面, 色丁",
    "silicone": "silicone, 硅胶",
    "silk": "silk, mulberry silk, 真丝, 桑蚕丝, 蚕丝, 丝绸",
    "stainless steel": "stainless steel, stainless, 不锈钢, 304钢",
    "steel": "steel, carbon steel, 碳钢, 钢制",
    "stone": "granite, natural stone, 花岗岩, 岩板",
    "suede": "suede, nubuck, 麂皮, 绒面革, 反绒皮, 磨砂皮",
    "titanium": "titanium, 钛合金, 纯钛, 钛",
    "velvet": "velvet, velour, 天鹅绒, 丝绒, 金丝绒",
    "viscose": "viscose, rayon, 粘胶, 人造丝, 人棉",
    "wood": "wood, wooden, oak, walnut wood, pine wood, beech, birch, teak, acacia, mahogany, solid wood, plywood, mdf, "
    "木制, 木质, 实木, 原木, 橡木, 胡桃木, 松木, 榉木, 木头, 竹木",
    "wool": "wool, woolen, woollen, lambswool, 羊毛, 纯羊毛, 毛呢",
}
# Sorts of a wider material: asked for the wider one, they fit.
_WIDER = {"merino wool": "wool", "stainless steel": "steel", "cast iron": "iron"}
# Words with a material inside that is not meant.
_OTHER = "paper towel, paper clip, glass cleaner, cotton candy, mesh wifi, mesh router, wood pellet, 棉花糖, 眼镜, paper shredder"

_TABLE = PhraseTable(
    {
        word.strip(): frozenset({name, _WIDER.get(name, name)})
        for name, words in _WORDS.items()
        for word in words.split(",")
    }
    | {"竹木": frozenset({"bamboo", "wood"}), "棉麻": frozenset({"cotton", "linen"})}
    | {word.strip(): frozenset() for word in _OTHER.split(",")}
)


@lru_cache(maxsize=16_384)
def material_mentions(text: str) -> tuple[Mention, ...]:
    """The material words of ``text`` with their places (in ``fold(text)``) and names."""
    return tuple(mention for mention in _TABLE.mentions(fold(text)) if mention.values)


def materials(text: str) -> frozenset[str]:
    """The materials named in ``text``, as English names; empty where none is.

    Examples:
        >>> sorted(materials("80% Cotton, 20% Polyester")), sorted(materials("仿皮沙发"))
        (['cotton', 'polyester'], ['faux leather'])
    """
    return frozenset().union(*(mention.values for mention in material_mentions(text)))
