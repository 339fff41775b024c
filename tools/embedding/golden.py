"""Writes what words.py makes of some texts, for the test of its twin: python golden.py > ../../src/core/models/builtin/words.golden.json"""
import json
import sys

from words import words

TEXTS = [
    "Net sales rose 9.4% to $5,363 million in 2018, from $4,902 million in FY2017.",
    "Purchases of property, plant & equipment (PP&E) — see Note 12.",
    "don't e-mail naïve café ﬁnance",
    "سود خالص شرکت در سال ۱۴۰۲ به ۲٬۵۰۰ میلیارد ریال رسید.",
    "هزینه‌های سرمایه‌ای و بهای تمام‌شدهٔ کالای فروش‌رفته",
    "كتاب هاي حسابداري سنة 2020",
    "A I x 12 123 12345 ١٣٩٩",
    "ÅNGSTRÖM Ⅻ ½ 東京 Москва",
    "",
]

json.dump([{"text": text, "words": words(text)} for text in TEXTS], sys.stdout, ensure_ascii=False, indent=2)
print()
