# SPDX-License-Identifier: Apache-2.0
"""What a sentence of a statement looks like to the labeller: the same features as src/statement/label-*.c, byte by byte.

Pure Python, no packages: train.py learns from these features, and a test compares what both sides make of the same
sentences. Whoever changes one side changes the other. The formats of phrases.tsv and concepts.tsv are in README.md.
"""
import math
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
MAX_TOKENS = 512
GAP = 4
MAX_PHRASE = 12
HEADING_REACH = 15
SMALLEST_COUNT = 4
PLAIN = 0.1  # value of a feature that is there, in the groups that are not averaged
FARTHEST = 6.0  # sums are cut here before they are looked at from other sentences
FADES = 0.7  # how much of a neighbour's share is left one sentence on
SELF = ('sum', 'share', 'before', 'after', 'earlier', 'later')
# Classes that stand for what differs from country to country: of these the words themselves are not features.
HARD = {'<act>', '<stmt>', '<ms>', '<country>', '<place>', '<nat>', '<month>', '<co>', '<fin>', '<entity>'}
WORD = re.compile(r"[A-Za-z][A-Za-z'&]*")


def latin(text):
    """One character for each byte of the UTF-8 form."""
    return text.encode('utf-8').decode('latin1')


def skip_of(b, i):
    """Of a byte that is not ASCII: (bytes to skip, what it does: 'join', 'part', 'money', 'word')."""
    c = b[i]
    if c == '\xe2':
        if b[i:i + 3] in ('\xe2\x80\x98', '\xe2\x80\x99'):
            return 3, 'join'
        return 3, 'money' if b[i:i + 3] == '\xe2\x82\xac' else 'part'
    if c == '\xc2':
        return 2, 'money' if b[i:i + 2] == '\xc2\xa3' else 'part'
    if c in '\xee\xef':
        return 3, 'part'
    return 1, 'word'


def is_alnum(c):
    return c.isascii() and c.isalnum()


def is_digit(c):
    return '0' <= c <= '9'


def tokens(b):
    """Lower-case words, numbers without their separators, and the signs % $ @ ? and ___."""
    out, word, i = [], '', 0
    while i < len(b):
        c, step, does = b[i], 1, 'part'
        if is_alnum(c):
            does = 'word'
        elif c == "'":
            does = 'join'
        elif ord(c) >= 128:
            step, does = skip_of(b, i)
        elif c in '.,' and word and is_digit(word[-1]) and i + 1 < len(b) and is_digit(b[i + 1]):
            does = 'join'
        if does == 'word':
            word += c.lower() if c.isascii() else c
        elif does != 'join':
            if word:
                out.append(word)
                word = ''
            if does == 'money':
                out.append('$')
            elif c in '%$@?':
                out.append(c)
            elif c == '_':
                while i + step < len(b) and b[i + step] == '_':
                    step += 1
                if step >= 3:
                    out.append('___')
        i += step
    if word:
        out.append(word)
    return out[:MAX_TOKENS]


def klass(t):
    """Numbers by what they are; other words as they stand."""
    digits = sum(map(is_digit, t))
    if not digits:
        return t
    if digits == len(t):
        return '<year>' if len(t) == 4 and t[:2] in ('19', '20') else '<n>'
    if digits == len(t) - 2 and is_digit(t[0]) and t[-2:] in ('st', 'nd', 'rd', 'th'):
        return '<n>'
    if digits == len(t) - 2 and t[:2] in ('fy', 'cy'):
        return '<year>'
    return '<mix>'


def stem(t):
    """A crude stem: enough to bring the forms of a word together, not a dictionary form."""
    if t[0] == '<' or len(t) < 4:
        return t
    if t.endswith('ies') and len(t) > 4:
        return t[:-3] + 'y'
    if t.endswith('sses'):
        return t[:-2]
    if t.endswith('s') and t[-2] not in 'sui':
        t = t[:-1]
    for suffix, least in (('ising', 5), ('izing', 5), ('ised', 5), ('ized', 5), ('ing', 6), ('ed', 5)):
        if t.endswith(suffix) and len(t) >= least:
            t = t[:-len(suffix)]
            if len(t) > 2 and t[-1] == t[-2] and t[-1] not in 'sl':
                t = t[:-1]
            break
    if t.endswith('e') and len(t) > 4:
        t = t[:-1]
    return t


def rows(name):
    with open(os.path.join(HERE, name), encoding='utf-8') as f:
        for line in f:
            line = line.rstrip('\n')
            if line and not line.startswith('#'):
                yield line.split('\t')


def load_phrases():
    return {latin(phrase): latin(name) for phrase, name in rows('phrases.tsv')}


def key_of(text):
    return text[:3]


def load_concepts():
    """Patterns by the first three bytes of what they begin with."""
    index = {}
    for name, pattern in rows('concepts.tsv'):
        elements = [None if e == '..' else [(a[:-1], True) if a.endswith('*') else (a, False) for a in e.split('|')]
                    for e in latin(pattern).split(' ')]
        for key in {key_of(a) for a, _ in elements[0]}:
            index.setdefault(key, []).append((name, elements))
    return index


def replaced(raw, phrases):
    """The words with phrases put for what they stand for, and the words that gave way."""
    out, gone, i = [], [], 0
    while i < len(raw):
        for k in range(min(MAX_PHRASE, len(raw) - i), 0, -1):
            name = phrases.get(' '.join(raw[i:i + k]))
            if name:
                out.append(name)
                if name not in HARD:
                    gone += raw[i:i + k]
                i += k
                break
        else:
            out.append(klass(raw[i]))
            i += 1
    return out, gone


def element_fits(element, token):
    return any(token.startswith(a) if prefix else token == a for a, prefix in element)


def fits(elements, at, t, i):
    while at < len(elements):
        if elements[at] is None:
            return any(i + gap <= len(t) and fits(elements, at + 1, t, i + gap) for gap in range(GAP + 1))
        if i >= len(t) or not element_fits(elements[at], t[i]):
            return False
        at += 1
        i += 1
    return True


def concepts(t, index):
    found = set()
    for i, token in enumerate(t):
        for name, elements in index.get(key_of(token), ()):
            if name not in found and fits(elements, 0, t, i):
                found.add(name)
    return found


def split_words(b):
    return [w for w in re.split(r'[ \t\r\n\f\v]+', b) if w]


def leading_capitals(words):
    """How many words stand at the beginning in capitals or without a letter."""
    n = 0
    for word in words:
        letters = ''.join(c for c in word if c.isascii() and c.isalpha())
        if letters and not (letters.isupper() and (len(letters) > 1 or letters in 'AI')):
            break
        n += 1
    return n


class Reader:
    """Sentences of one statement in their order -> features of each."""

    def __init__(self):
        self.phrases = load_phrases()
        self.concepts = load_concepts()

    def marked(self, b):
        t, gone = replaced(tokens(b), self.phrases)
        return ['<s>'] + t + ['</s>'], gone

    def title(self, b, t, found, short, words, lead):
        """The concepts and words of what looks like a heading, when it names a part of a statement; else None."""
        if short:
            title = found | {'w:' + stem(x) for x in t[1:-1] if x[0] != '<'}
        elif lead:
            t, _ = self.marked(' '.join(words[:lead]))
            title = concepts(t, self.concepts) | {'w:' + stem(x) for x in t[1:-1] if x[0] != '<'}
        else:
            return None
        return title if any(x.startswith('hd_') for x in title) else None

    def statement(self, sentences):
        """For each sentence (averaged features, plain features)."""
        out, title, age = [], None, HEADING_REACH + 1
        for i, text in enumerate(sentences):
            b = latin(text)
            t, gone = self.marked(b)
            found = concepts(t, self.concepts)
            st = [stem(x) for x in t]
            averaged = ['u:' + x for x in st] + ['b:' + x + ' ' + y for x, y in zip(st, st[1:])]
            averaged += ['r:' + stem(klass(x)) for x in gone]
            words, shown = split_words(b), WORD.findall(b)
            capital = sum(w[0].isupper() for w in shown)
            upper = sum(w.isupper() and len(w) > 1 for w in shown)
            short = len(words) <= 9 and bool(shown) and 5 * capital >= 3 * len(shown)
            lead = leading_capitals(words)
            if lead == len(words) or not any(len(w) > 2 for w in words[:lead]):
                lead = 0
            plain = ['c:' + c for c in found] + self.shape(b, shown, capital, upper, short, lead)
            plain += self.place(i, len(sentences))
            age += 1
            fresh = self.title(b, t, found, short, words, lead)
            if fresh:
                title, age = fresh, 0
            if age <= HEADING_REACH:
                plain += [('h:' if x.startswith('hd_') else 'H:') + x for x in title]
            out.append((list(dict.fromkeys(averaged)), list(dict.fromkeys(plain))))
        return out

    @staticmethod
    def shape(b, shown, capital, upper, short, lead):
        out = ['s:len%d' % sum(len(shown) > x for x in (0, 2, 4, 6, 9, 14, 20, 30, 45, 70))]
        if shown:
            out += ['s:cap%d' % (4 * capital // len(shown)), 's:up%d' % (3 * upper // len(shown))]
            if shown[0][0].islower():
                out.append('s:lowstart')
        if b.rstrip(' \t\r\n\f\v').endswith(':'):
            out.append('s:colon')
        if short:
            out.append('s:short')
        if lead:
            out.append('s:leadcaps')
        return out

    @staticmethod
    def place(i, n):
        out = ['p:q%d' % (10 * (2 * i + 1) // (2 * n))]
        for limit in (1, 2, 3, 5, 8, 12):
            if i < limit:
                out.append('p:first%d' % limit)
            if n - i <= limit:
                out.append('p:last%d' % limit)
        return out


def surroundings(sums):
    """Sums of the sentences of one statement -> for each sentence and label what the second pass looks at: SELF, and the
    shares of all labels in this sentence."""
    sums = [[max(-FARTHEST, min(FARTHEST, v)) for v in row] for row in sums]
    shares = [[1 / (1 + math.exp(-v)) for v in row] for row in sums]
    n, labels = len(sums), len(sums[0]) if sums else 0
    earlier, later = faded(shares, range(n), labels), faded(shares, range(n - 1, -1, -1), labels)
    none = [0.0] * labels
    return [[[sums[i][j], shares[i][j], (shares[i - 1] if i else none)[j], (shares[i + 1] if i + 1 < n else none)[j],
              earlier[i][j], later[i][j]] for j in range(labels)] for i in range(n)], shares


def faded(shares, order, labels):
    out, so_far = {}, [0.0] * labels
    for i in order:
        out[i] = so_far
        so_far = [FADES * a + (1 - FADES) * b for a, b in zip(so_far, shares[i])]
    return out
