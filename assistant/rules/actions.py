"""What the shopper wants done. Each rule is a cue that is rarely said for anything else.

``cue`` gives None where nothing but the content of the message can tell: then it is a search or a
refinement, which ``assistant.state`` decides from the state.
"""

from __future__ import annotations

import re

from assistant.intent import Action

_SHOP = r"(?:cart|basket|bag|trolley)"
_RULES: tuple[tuple[Action, str], ...] = (
    (
        "reset",
        r"^(?:(?:ok(?:ay)?|no|please|let'?s|can we|i want to|actually)[, ]+)*(?:start(?:ing)? (?:all )?over|start again|start (?:a)?fresh|begin again|reset(?: everything| all| it| the (?:search|conversation|chat|filters))?|"
        r"clear (?:all|everything|the (?:search|chat|conversation|filters|history))|forget (?:about )?(?:all|everything|all that|what i said)|"
        r"new (?:conversation|chat|session)|wipe (?:it|everything)|scrap (?:that|everything|all that)|from scratch)|"
        r"重新开始|从头(?:开始|再来)|清空(?:所有|全部)?(?:条件|对话|记录|搜索)|全部清空|重来|(?:忘掉|忘了)(?:刚才|之前|前面|这些)|清除(?:所有|全部)?(?:条件|对话)|重置",
    ),
    (
        "cart_show",
        rf"(?:(?:what'?s|what is|show|see|view|open|check|display|go to|look at|review|let me see|total (?:of|in|for)|how much is (?:in )?)\s?(?:me\s)?(?:what'?s\s)?(?:currently\s)?(?:in\s|on\s)?(?:my|the)\s(?:shopping\s)?{_SHOP})|"
        rf"^(?:my\s)?(?:shopping\s)?{_SHOP}(?: please)?\W*$|check\s?out(?! (?:this|these|the|some))|(?:place|complete) (?:the|my) order|proceed to pay|ready to (?:pay|check)|how much (?:is|do i owe|will it be)(?: it)? (?:all )?(?:in total|altogether)|"
        rf"(?:items?|things?|anything) (?:is |are )?(?:already )?in (?:my|the) (?:shopping\s)?{_SHOP}|"
        r"(?:看看?|查看|打开|显示|看一下|瞧瞧)(?:一下)?(?:我的?)?(?:购物车|购物篮)|(?:购物车|购物篮)(?:里|中|内|里面)(?:都|现在)?(?:有|是)?(?:什么|哪些|多少|几)|^(?:我的)?购物车\W*$|结账|去?结算|买单|付款|去支付|一共多少钱|总共多少钱",
    ),
    (
        "cart_remove",
        rf"(?:remove|delete|take|drop|get rid of|toss|kick)\b.*(?:from|out of|off)\s(?:my|the)\s(?:shopping\s)?{_SHOP}|(?:empty|clear)\s(?:my|the)\s(?:shopping\s)?{_SHOP}|"
        r"^(?:please |can you |could you |actually,? )*(?:remove|delete|take out|drop)\s(?:the|that|this|it|item|number|those|them|both|one|my)\b|(?:don't|do not) want (?:it|that|the \w+(?: one)?) (?:in my (?:cart|basket)|anymore in)|take (?:it|that|the \w+(?: one)?|them) (?:back )?out\b|"
        r"(?:从|把).*(?:购物车|购物篮).*(?:删|移|去|拿|取)|(?:删除|删掉|移除|移出|去掉|拿掉|取消)(?:了)?(?:第|这|那|它|购物车)|(?:把|将).*(?:删了|删掉|删除|移除|拿掉|去掉|移出去|拿出来)|清空购物[车篮]|(?:购物车|购物篮).*(?:删|移除|去掉|拿掉|不要了)",
    ),
    (
        "cart_add",
        rf"(?:add|put|throw|pop|place|stick|drop|toss|chuck)\b.*(?:to|in|into)\s(?:my|the)\s(?:shopping\s)?{_SHOP}|add to {_SHOP}|^(?:ok(?:ay)?|yes|yeah|great|perfect|please|alright|nice|cool|and|also|then|good|sure|fine|can you|could you)?[,!. ]*(?:please\s)?add\s(?:the|that|this|it|one|two|three|both|number|item|\d|these|those|them)\b|"
        r"(?:i'?ll|i will|i'?d like to|let me|i want to|we'?ll|i'?m going to|i'?m gonna|lemme)\s(?:take|buy|get|have|order|purchase|grab|go (?:with|for))\s(?:it|that|this|the|them|both|those|these|two|three|four|one\b|\d|number)|^(?:buy|order|purchase|get me)\s(?:it|that|this|the\s(?:first|second|third|fourth|last|\w+ one)|them|both|number)|"
        r"(?:加入?|放进?|放到|放入|添加到?|丢进|扔进|加到)(?:我的?|到|进|去|了)*(?:购物车|购物篮)|加购|加车|(?:我)?(?:就)?(?:买|要)(?:了)?(?:第|这|那)[一二两三四五六七八九十\d]?[个款件双条台](?!颜色|牌子|品牌|价|尺)(?:了|吧)?|第[一二两三四五六七八九十\d][个款件双条台](?:我|就|,)?(?:要|买|来)[一二两三四五六七八九十\d]?(?:个|件|双|条|台|只|套)?(?:了|吧)?$|下单|就(?:要|买)(?:它|这个|这款|那个)|(?:购物车|购物篮).*(?:加|放)|我要了",
    ),
    (
        "compare",
        r"\bcompar(?:e|ison|ing)\b|what'?s? (?:is |are )?the differences?\b|how (?:do|does|are) .*(?:differ|stack up)|\bdifferences? between\b|\bvs\.?\b|\bversus\b|which (?:one )?(?:is|of (?:these|those|them|the)).*(?:better|best)|(?:the )?(?:first|second|third|\d) or the (?:first|second|third|last|\d)|which (?:one )?(?:would|should|do) (?:you|i) (?:recommend|pick|choose|get|buy)|side by side|better, the|"
        r"对比|比较一下|比一比|比一下|比较(?:这|第|前|那)|(?:和|跟|与).*(?:比较|相比|比起来|比怎么样)|(?:有)?(?:什么|啥|哪些)?(?:区别|差别|不同|差异)|哪(?:个|款|一个|一款|种|件|双)(?:更|比较|会更)?(?:好|合适|划算|值得|推荐|耐用|适合)",
    ),
    (
        "similar",
        r"(?:similar|comparable|close|alike|equivalent)\s(?:to|as|ones?|items?|products?|options?|styles?|things?)|(?:something|anything|more|others?|ones?|stuff|things|some)\s(?:just\s|exactly\s)?(?:like|similar to|along the lines of)\s(?:the|this|that|number|it|these|those|#|item|option)|^like (?:the|this|that|number) |(?:same|similar) (?:style|kind|type|look|vibe) as|more of (?:the same|this kind)|resembl|alternatives? to (?:the|this|that|number)|anything similar|similar but|"
        r"类似|相似|差不多(?:的)?(?:款|商品|产品|$|还|有)|(?:和|跟|像|与)(?:第|这|那|它).*(?:差不多|一样|类似|相似|同款|那样|这样|像)|(?:像|同)(?:第|这|那).*(?:的|样)|同款|同类型?的?|相近的?",
    ),
    (
        "promotions",
        r"\b(?:promo(?:tion)?s?|coupons?|vouchers?|discount codes?|promo codes?|special offers?|current offers?|deals?|offers)\b(?! (?:only|breaker))|(?:any|what|which|have|there) (?:current |special |good )?(?:discounts?|sales|specials|savings)\b|free shipping(?: offers?| code| threshold)?|student discount|bundle (?:offer|deal)|\bsales? (?:going on|right now|today|this week)|"
        r"(?:优惠券|折扣券|优惠码|折扣码|代金券|满减|促销活动|优惠活动|红包|领券|包邮活动)|(?:有|什么|哪些|啥|参加).*(?:优惠|促销|折扣|活动)(?!的)|(?:优惠|促销|活动|折扣)(?:吗|信息|有哪些|有什么|呢)",
    ),
    (
        "help",
        r"what (?:can|do|else can) you (?:do|help|offer|sell)|how (?:can|do) (?:you help|i use|this work|you work|i (?:pay|return|track|cancel|contact))|how does (?:this|it|that) (?:work|thing work)|^help(?: me)?(?: please)?\W*$|what (?:are you|is this)(?: for)?\W*$|(?:return|refund|exchange|shipping|delivery|privacy|warranty|cancellation|payment)s? (?:policy|policies|options?|methods?|costs?|times?|fees?|charges?|information|info)\b|(?:can|could|may) i (?:return|exchange|get a refund|cancel|pay (?:with|by|in|using)|track)|\bdo you (?:ship|deliver|accept|take (?:paypal|credit|cards?|apple)|offer (?:free )?(?:returns|shipping|delivery|refunds?|gift wrap)|have (?:a )?(?:store|shop|physical|return|refund|customer service|phone))|how (?:long|much|fast|soon) (?:does|is|will|do you) (?:the )?(?:shipping|delivery|deliver|it take to (?:ship|deliver|arrive))|"
        r"when will (?:it|my order|they) (?:arrive|ship|be delivered)|where (?:is|are) (?:my order|you located|your (?:shop|store))|opening hours|customer (?:service|support)|speak to (?:a )?(?:human|person|agent)|payment methods?|accept (?:paypal|credit cards?|apple pay|cash)|international(?:ly)? ship|ship internationally|how do (?:i|you) (?:return|refund|exchange|track|use)|"
        r"你(?:都|还)?(?:能|会|可以)(?:做|帮)?.{0,4}(?:什么|啥|哪些)|(?:怎么|如何)(?:使用|用你|退货|退款|换货|下单|付款|支付|联系|查|退换)|(?:可以|能|能不能|支持|支不支持|怎么|如何)?(?:七天|7天)?(?:无理由)?(?:退货|退换|退款|换货)(?:吗|政策|流程|怎么)?|(?:运费|邮费|快递|配送|发货|物流|送货|包邮)(?:要|是|怎么|多少|多久|时间|几天|吗|费用|什么|政策|范围|方式)|多久(?:能|可以|会)?(?:到|送到|发货|送达)|什么时候(?:发货|到货|能到|送到)|几天(?:能)?到|(?:支持|可以用|能用|接受).*(?:支付|付款|微信|支付宝|信用卡)|货到付款|开发票|(?:联系|转)?(?:人工)?客服|^帮助$|怎么用|售后(?:服务|政策)?|保修政策|包邮吗",
    ),
    (
        "more",
        r"^(?:(?:ok(?:ay)?|yes|please|can you|could you|i'd like to|let me|and|hmm+|no|not sure|nice|good|cool|any|some|a few)[,. ]*)*(?:(?:show|see|give|list|load|get|bring|find)\s(?:me\s)?)?(?:(?:a few|some|any|many|even|the)\s)?(?:more|further|other|additional)(?:\s(?:results?|options?|of (?:these|those|them)|ones?|choices?|items?|products?|please|suggestions?|like (?:these|those)|alternatives?))*(?: please)?\W*$|"
        r"(?:show|see|give|load|any|have)\s(?:me\s)?(?:(?:a few|some|any)\s)?(?:more|other|further|additional)\s(?:results|options|choices|items|products|ones|suggestions)\b|next (?:page|ones|results|batch|few|set)|what else\b|anything else\b(?! (?:in|under|below|for|from|with|by|made|that))|keep going|page 2|go on\W*$|see the rest|show the rest|others\W*$|something (?:else|different)\W*$|none of (?:these|those|them)\b|other options|continue\W*$|"
        r"(?:还有(?:没有)?|有没有)(?:别的|其他|其它|更多|吗|没有|什么|一些)(?:的)?(?:款|选择|推荐|款式|商品)?(?:吗|呢|么)?\W*$|^还有[吗呢么]|换一批|下一页|下一批|(?:再|多)(?:来|看|推荐|给我?|找|显示)(?:我|看)?(?:一些|几个|几款|点|一批|些|多几个|几件|一页|几双|更多)(?:别的|其他|看看|吧|的|吗)*\W*$|更多(?:的)?(?:结果|选择|商品|推荐|款式)?(?:吧|吗)?\W*$|^(?:看看?)?(?:其他|其它|别的|更多)(?:的)?(?:吗|呢|款|吧)?\W*$|继续(?:看|显示|吧)?\W*$|翻页|还有其他.*吗",
    ),
)
_DETAILS = re.compile(
    r"^(?:(?:and|so|ok(?:ay)?|hmm+|but|also|wait)[, ]+)*(?:(?!do (?:these|they|those) come in)(?:is|are|does|do|was|has|can|could|will|would)\s(?:the|it|this|that|they|these|those|number|item|both|either|option|#)\b|"
    r"how (?:big|heavy|long|tall|wide|large|loud|many|deep|thick|old|much (?:does|is) (?:the|it|this|that|number|item|they)|much (?:memory|ram|storage|space|water)|does (?:it|the|this)|do (?:they|i (?:wash|clean|charge)|these)|good is|warm (?:is|are)|hot|fast is)|"
    r"what(?:'?s| is| are|s) (?:the|its|it|their|inside|included)\b(?! (?:cheapest|best|difference))|what (?:colou?rs?|sizes?|materials?|size|kind of (?:battery|material|wood|fabric)) (?:does|is|are|do|was|options)|which (?:colou?rs|sizes|materials) (?:does|do|is|are)|when was|where is (?:it|this|the) made|who makes|"
    r"(?:tell|give) me (?:more |some )?(?:about|info|details?|information)|(?:more |any )?(?:details?|info|information|specs?|specifications?) (?:on|about|for|of|please)|(?:i want to|i'd like to) know (?:more )?about|describe (?:the|it|number)|what about (?:the )?(?:battery|warranty|weight|reviews?|material|dimensions?)|(?:any |the )?reviews? (?:of|for|on) (?:the|it|this|that|number))|"
    r"(?:tell me|know) more about (?:the|it|this|that|number|item|#|these|those)|\bspecs of\b|"
    r"(?:,|\bone,?)\s(?:is|does|has|can|will|do) (?:it|this|that|they)\b|"
    r"(?:这|那|它|第[一二两三四五六七八九十\d])(?:个|款|件|双|条|台|只|本|张|瓶)?(?:的)?(?:.{0,12})(?:吗|么|嘛|多少|多大|多重|多长|多久|多高|多厚|什么|怎么样|几|如何|好不好|是不是|有没有|能不能|会不会|可不可以|支不支持|哪里|呢)[?? ]*$|"
    r"(?:介绍|说说|讲讲|了解|看看|看一下|查看)(?:一下)?(?:第|这|那|它)(?!.{0,6}(?:类似|差不多))|(?:详细|具体)(?:信息|参数|介绍|情况|说明)|参数(?:是|怎么样|如何)?|(?:能|可以|是否|会)(?:不能)?(?:机洗|水洗|防水|充电|调节|折叠)[吗么]|^(?:续航|重量|尺寸|材质|电池|保修|质保|产地|面料)(?:.{0,6})(?:多|什么|怎么样|如何|几|吗)"
)
_SMALLTALK = re.compile(
    r"^(?:(?:oh|ok|okay|haha|lol|well|yes|yeah|great|wow|hey|hi|hello|no|nah|that's all|all good|perfect|awesome|nice|cool|alright|sure|fine|good|thats|that is|is|you're|you are|very|so|really|much|the|best|ever|a|lot|for|your|help|helpful|again|then|that|was|it|all|there|bot|assistant|aisle|friend|mate|everyone|morning|afternoon|evening|day|night|good|bye|goodbye|see|you|later|soon|tomorrow|cheers|thank|thanks|thankyou|thx|ty|ta|how|are|doing|today|going|what's|up|nice|to|meet|love|like|amazing|funny|who|made|tell|me|joke|name|your|is|have|has|i'm|im|bored|happy|welcome|please|sorry|just|looking|browsing|around|and|but|well|take|care|got|interesting|wonderful|lovely|brilliant|excellent|do|feel|human|robot|real|person|weekend|my|one|moment|second|sec|let|think|hmm|hm|um|uh|ah|sup|howdy|greetings|yo)\b[,.!?'’~\s]*)+\W*$|^\W*$|^(?:ha){2,}|"
    r"^(?:你好|您好|哈喽|嗨|嘿|早上好|早安|下午好|晚上好|晚安|早|在吗|在不在|谢谢|多谢|感谢|谢了|辛苦了|再见|拜拜|好的|好|行|嗯+|哦+|可以|不错|知道了|明白了|哈哈+|太好了|太棒了|真棒|厉害|你真好|你真棒|不客气|没事|没关系|你是谁|你叫什么(?:名字)?|最近怎么样|你好吗|吃了吗|你是机器人吗|辛苦啦|谢谢你|非常|太|了|的|啊|呀|哦|啦|吧|呢|你|您|帮忙|帮助|那|就这样|先这样|下次见|回头见|祝你|周末|愉快|讲个笑话|给我讲个笑话|[,,。.!!~??\s])+$"
)
_SMALL_CUE = re.compile(
    r"\b(?:hi|hello|hey|hiya|howdy|thanks?|thank you|thx|ty|bye|goodbye|cheers|great|awesome|perfect|nice|cool|how are you|what's up|good (?:morning|afternoon|evening|night)|haha|lol|ok|okay|joke|your name|who are you|are you (?:a )?(?:human|robot|real|bot)|sup|wow|amazing|lovely|love it|hmm+|bored|just (?:looking|browsing)|greetings|yo|see you|welcome|brilliant|excellent|later|sorry|take care|you're (?:funny|great|helpful)|have a)\b|^\W*$|[\u4e00-\u9fff]"
)
_OUT_OF_SCOPE = re.compile(
    r"\b(?:weather|forecast|election|president|prime minister|capital of|population of|recipe for|how (?:do i|to) (?:cook|bake|fix|code|lose weight|make (?!.*(?:order|return)))|write (?:me )?(?:a|an|some|my)|poem|essay|homework|translate|python|javascript|html code|source code|stock (?:market|price)|bitcoin|crypto|horoscope|lottery|football (?:score|match|result)|who (?:won|is the|was the|invented|wrote|discovered)|what year|meaning of life|solve|equation|square root|\d+\s?[*x+/]\s?\d+\s?=?\s*\??$|book (?:me )?(?:a|an) (?:flight|hotel|table|taxi|appointment)|flight to|medical advice|diagnos|symptoms?|legal advice|lawyer|headache|politic|news today|latest news|sing (?:me )?a song|movie times|set an? (?:alarm|timer|reminder)|traffic|train times|tell me about (?:the )?(?:history|world|roman)|ignore (?:all |your |the )?(?:previous|prior|above)|system prompt|your instructions|what time is it|call me a (?:taxi|cab)|who is (?!it\b)|how far is|distance (?:to|between|from))\b|"
    r"天气|股市|股票|彩票|比特币|总统|首都|人口|写(?:一)?(?:首|篇|个|段).{0,6}(?:诗|作文|文章|代码|程序|作业|故事|歌|论文|邮件)|写(?:代码|作业|论文|诗)|翻译|算一下|等于(?:多少|几)|几点了|现在几点|(?:订|买)(?:一张|张)?(?:机票|火车票|电影票|酒店)|订(?:一?个)?(?:酒店|外卖|房间)|叫个?车|新闻|谁(?:发明|赢|是世界|写了|获得)|世界杯|比赛(?:结果|比分)|怎么做(?:饭|菜|红烧)|菜谱|星座|运势|感冒|头疼|看病|吃什么药|法律|政治|唱(?:一)?首?歌|忽略(?:之前|以上|前面|上面)|系统提示|怎么走|历史事件|数学题|解方程"
)
CUE_WORDS = " ".join(
    (
        *(pattern for _, pattern in _RULES),
        _DETAILS.pattern,
        _SMALLTALK.pattern,
        _OUT_OF_SCOPE.pattern,
    )
)
"""Every word of the cues: known words, for whoever corrects typos."""
_PATTERNS = tuple((action, re.compile(pattern)) for action, pattern in _RULES)


def cue(text: str, *, shown: bool) -> Action | None:
    """The action ``text`` (folded) gives away by its wording, or None.

    Args:
        text: The folded message.
        shown: Whether a list has been shown, without which nothing can be asked about.
    """
    for action, pattern in _PATTERNS:
        if pattern.search(text):
            if action == "compare" and not shown and re.search(r"哪[个款种]", text):
                continue
            return action
    if _DETAILS.search(text) and (
        shown or re.search(r"第[一二三四五\d]|\b(?:first|second)\b", text)
    ):
        return "details"
    if _SMALL_CUE.search(text) and _SMALLTALK.search(text):
        return "smalltalk"
    if _OUT_OF_SCOPE.search(text):
        return "out_of_scope"
    return None
