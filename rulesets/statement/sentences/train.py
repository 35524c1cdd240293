# SPDX-License-Identifier: Apache-2.0
"""Trains the sentence labeller, measures it, and scores with it; README.md says what came out.

  train.py measure AIMS.csv    cross-validation by statement, and the statements kept aside
  train.py train AIMS.csv      writes labels.tsv, weights-*.tsv and context.tsv beside this file
  train.py score FILE.csv      labels sentences as `candor statement lint --sentences` does (no packages needed)
  train.py agree CANDOR        whether the program at CANDOR labels the invented statements as this script does

AIMS.csv: the gold sentences of AIMS.au (statement_id, sentence_orig_idxs, sentence and eleven columns of labels). The
invented statements own-*.csv beside this file are added to it. measure and train need numpy, scipy and scikit-learn.
"""
import collections
import csv
import glob
import io
import math
import os
import random
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import features  # noqa: E402

LABELS = ['approval', 'signature', 'c1_entity', 'c2_structure', 'c2_operations', 'c2_supply_chains',
          'c3_risk_description', 'c4_mitigation', 'c4_remediation', 'c5_effectiveness', 'c6_consultation']
JUDGED = [0, 1, 3, 4, 5, 6, 7, 8, 9]
LAWS = 'au-msa-2018,ca-s211,uk-msa-2015'
LEAST_STATEMENTS = 5  # a feature must be seen in as many, so that no company's name becomes one
COST = 5.0
SECOND_COST = 0.03
OWN_WEIGHT = 1.0
FOLDS = 8
KEPT_ASIDE = 10
MAX_FILE = 480000


def read_statements(path):
    """statement id -> ([sentence], [[label]]), in the order of the file."""
    out = {}
    with open(path, encoding='utf-8', newline='') as f:
        reader = csv.DictReader(f)
        names = [c for c in reader.fieldnames if c not in ('statement_id', 'sentence_orig_idxs', 'sentence')]
        for row in reader:
            sentences, labels = out.setdefault(row['statement_id'], ([], []))
            sentences.append(row['sentence'])
            labels.append([int(row[c] or 0) for c in names])
    return out


def own_statements():
    out = {}
    for path in sorted(glob.glob(os.path.join(features.HERE, 'own-*.csv'))):
        out.update(read_statements(path))
    return out


def rounded(value):
    text = '%.2f' % value
    return '0' if text in ('0.00', '-0.00') else text.rstrip('0').rstrip('.')


# ---------------------------------------------------------------------------------------------------------- learning


class Corpus:
    def __init__(self, statements):
        reader = features.Reader()
        self.labels = {d: y for d, (_, y) in statements.items()}
        self.features = {d: reader.statement(s) for d, (s, _) in statements.items()}

    def vocabulary(self, ids):
        seen = collections.defaultdict(set)
        for d in ids:
            for averaged, plain in self.features[d]:
                for x in averaged + plain:
                    seen[x].add(d)
        return {x: i for i, x in enumerate(sorted(x for x, where in seen.items() if len(where) >= LEAST_STATEMENTS))}

    def matrix(self, ids, vocabulary):
        from scipy.sparse import csr_matrix
        at, columns, values, n = [], [], [], 0
        for d in ids:
            for averaged, plain in self.features[d]:
                known = [vocabulary[x] for x in averaged if x in vocabulary]
                value = 1 / math.sqrt(max(len(known), features.SMALLEST_COUNT))
                more = [vocabulary[x] for x in plain if x in vocabulary]
                at += [n] * (len(known) + len(more))
                columns += known + more
                values += [value] * len(known) + [features.PLAIN] * len(more)
                n += 1
        return csr_matrix((values, (at, columns)), shape=(n, len(vocabulary)))

    def truth(self, ids):
        import numpy
        return numpy.array([y for d in ids for y in self.labels[d]])


def fit(corpus, ids):
    import numpy
    from sklearn.linear_model import LogisticRegression
    vocabulary = corpus.vocabulary(ids)
    x, y = corpus.matrix(ids, vocabulary), corpus.truth(ids)
    weight = numpy.array([OWN_WEIGHT if is_own(d) else 1.0 for d in ids for _ in corpus.labels[d]])
    models = []
    for j in range(len(LABELS)):
        model = LogisticRegression(C=COST, class_weight='balanced', solver='liblinear', random_state=1)
        models.append(model.fit(x, y[:, j], sample_weight=weight))
    return vocabulary, models


def scores(corpus, fitted, ids):
    import numpy
    vocabulary, models = fitted
    x = corpus.matrix(ids, vocabulary)
    return numpy.column_stack([m.decision_function(x) for m in models])


def surrounded(corpus, ids, score):
    """What the second pass looks at: for each label a matrix, a row for each sentence."""
    import numpy
    parts, n = [], 0
    for d in ids:
        k = len(corpus.labels[d])
        own, shares = features.surroundings(score[n:n + k].tolist())
        parts.append(numpy.concatenate([numpy.array(own), numpy.repeat(numpy.array(shares)[:, None, :], len(LABELS), 1)], 2))
        n += k
    x = numpy.concatenate(parts)
    for j in range(len(LABELS)):
        x[:, j, len(features.SELF) + j] = 0  # said already
    return x


def fit_second(x, y):
    """For each label (weights, what the sum begins with), for features as they are."""
    from sklearn.linear_model import LogisticRegression
    out = []
    for j in range(len(LABELS)):
        middle, width = x[:, j].mean(0), x[:, j].std(0) + 1e-6
        model = LogisticRegression(C=SECOND_COST, solver='liblinear', random_state=1)
        model.fit((x[:, j] - middle) / width, y[:, j])
        weights = model.coef_[0] / width
        out.append((weights, model.intercept_[0] - (weights * middle).sum()))
    return out


def second_scores(x, fitted):
    import numpy
    return numpy.column_stack([x[:, j] @ w + b for j, (w, b) in enumerate(fitted)])


def second_crossed(corpus, ids, score):
    """Scores of the second pass, each statement by one that has not learnt from it."""
    import numpy
    x, y = surrounded(corpus, ids, score), corpus.truth(ids)
    fold = numpy.array([k % FOLDS for k, d in enumerate(ids) for _ in corpus.labels[d]])
    out = numpy.zeros(score.shape)
    for k in range(FOLDS):
        out[fold == k] = second_scores(x[fold == k], fit_second(x[fold != k], y[fold != k]))
    return out


def is_own(d):
    return not d.isdigit()


def f1(truth, said):
    hit = int((truth & said).sum())
    return 2 * hit / max(1, int(truth.sum() + said.sum()))


def best_cut(truth, score):
    import numpy
    cuts = numpy.linspace(-3, 3, 61)
    curve = numpy.array([f1(truth, score > c) for c in cuts])
    smooth = numpy.convolve(numpy.pad(curve, 2, mode='edge'), numpy.ones(5) / 5, mode='valid')
    return float(cuts[smooth.argmax()])


def report(title, corpus, ids, score, cuts):
    truth = corpus.truth(ids).astype(bool)
    said = score > cuts
    sentence = [f1(truth[:, j], said[:, j]) for j in JUDGED]
    presence, n = [], 0
    has, claims = [], []
    for d in ids:
        k = len(corpus.labels[d])
        has.append(truth[n:n + k].any(0))
        claims.append(said[n:n + k].any(0))
        n += k
    import numpy
    has, claims = numpy.array(has), numpy.array(claims)
    presence = [f1(has[:, j], claims[:, j]) for j in JUDGED]
    print(title)
    for j, a, b in zip(JUDGED, sentence, presence):
        print('  %-20s %.3f  %.3f' % (LABELS[j], a, b))
    print('  %-20s %.3f  %.3f   (sentences, presence; all presence together %.3f)' % (
        'mean', sum(sentence) / 9, sum(presence) / 9, f1(has[:, JUDGED], claims[:, JUDGED])))


def crossed(corpus, ids):
    """Scores of each statement by a model that has not seen it."""
    import numpy
    out = {}
    for k in range(FOLDS):
        test = ids[k::FOLDS]
        s, n = scores(corpus, fit(corpus, [d for d in ids if d not in test]), test), 0
        for d in test:
            out[d] = s[n:n + len(corpus.labels[d])]
            n += len(out[d])
    return numpy.vstack([out[d] for d in ids])


def of_gold(corpus, ids, score):
    """The rows of the gold statements."""
    import numpy
    gold = numpy.array([not is_own(d) for d in ids for _ in corpus.labels[d]])
    return [d for d in ids if not is_own(d)], score[gold], [d for d in ids if is_own(d)], score[~gold]


def cuts_of(corpus, ids, score):
    import numpy
    truth = corpus.truth(ids).astype(bool)
    return numpy.array([best_cut(truth[:, j], score[:, j]) for j in range(len(LABELS))])


def prepared(path):
    gold, own = read_statements(path), own_statements()
    ids = sorted(gold, key=int)
    random.Random(1).shuffle(ids)
    both = dict(gold)
    both.update(own)
    own_ids = sorted(own)
    random.Random(2).shuffle(own_ids)
    return Corpus(both), ids[:KEPT_ASIDE], ids[KEPT_ASIDE:], own_ids


def measure_pass(title, corpus, ids, score, unseen):
    gold, gold_score, own, own_score = of_gold(corpus, ids, score)
    cuts = cuts_of(corpus, gold, gold_score)
    report(title + ': gold, crossed', corpus, gold, gold_score, cuts)
    if own:
        report(title + ': own, crossed', corpus, own, own_score, cuts)
    for name, ids, score in unseen:
        report('%s: %s' % (title, name), corpus, ids, score, cuts)


def measure(path):
    corpus, aside, gold, own = prepared(path)
    for title, ids in (('gold alone', gold), ('gold and own', gold + own)):
        score = crossed(corpus, ids)
        fitted = fit(corpus, ids)
        unseen = [('gold, kept aside', aside)] + ([] if ids[-1:] == own[-1:] else [('own, never seen', own)])
        unseen = [(name, d, scores(corpus, fitted, d)) for name, d in unseen]
        measure_pass(title + ', first pass', corpus, ids, score, unseen)
        second = fit_second(surrounded(corpus, ids, score), corpus.truth(ids))
        after = [(name, d, second_scores(surrounded(corpus, d, s), second)) for name, d, s in unseen]
        measure_pass(title + ', both passes', corpus, ids, second_crossed(corpus, ids, score), after)


def train(path):
    corpus, aside, gold, own = prepared(path)
    ids = gold + aside + own
    score = crossed(corpus, ids)
    known, known_score, _, _ = of_gold(corpus, ids, second_crossed(corpus, ids, score))
    cuts = cuts_of(corpus, known, known_score)
    second = fit_second(surrounded(corpus, ids, score), corpus.truth(ids))
    vocabulary, models = fit(corpus, ids)
    with open(os.path.join(features.HERE, 'labels.tsv'), 'w', encoding='utf-8') as f:
        f.write('# label<TAB>what its sum begins with<TAB>laws it serves; written by train.py\n')
        for name, model in zip(LABELS, models):
            f.write('%s\t%.3f\t%s\n' % (name, model.intercept_[0], LAWS))
    write_context(second, cuts)
    for old in glob.glob(os.path.join(features.HERE, 'weights-*.tsv')):
        os.unlink(old)
    lines = []
    for x, i in sorted(vocabulary.items()):
        numbers = [rounded(m.coef_[0][i]) for m in models]
        if any(v != '0' for v in numbers):
            lines.append(x.encode('latin1').decode('utf-8') + '\t' + '\t'.join(numbers))
    write_weights(lines)


def write_context(second, cuts):
    names = list(features.SELF) + ['with ' + name for name in LABELS]
    with open(os.path.join(features.HERE, 'context.tsv'), 'w', encoding='utf-8') as f:
        f.write('# what the second pass looks at<TAB>a weight for each label of labels.tsv; written by train.py\n')
        f.write('bias\t' + '\t'.join('%.3f' % (b - cut) for (_, b), cut in zip(second, cuts)) + '\n')
        for i, name in enumerate(names):
            f.write(name + '\t' + '\t'.join('%.3f' % w[i] for w, _ in second) + '\n')


def write_weights(lines):
    head = '# feature<TAB>a weight for each label of labels.tsv; written by train.py\n'
    number, size, out = 0, MAX_FILE + 1, None
    for line in lines:
        if size > MAX_FILE:
            number += 1
            out = open(os.path.join(features.HERE, 'weights-%d.tsv' % number), 'w', encoding='utf-8')
            out.write(head)
            size = 0
        out.write(line + '\n')
        size += len(line.encode('utf-8')) + 1


# ----------------------------------------------------------------------------------------------------------- scoring


def load_weights():
    out = {}
    for path in sorted(glob.glob(os.path.join(features.HERE, 'weights-*.tsv'))):
        for row in features.rows(os.path.basename(path)):
            out[features.latin(row[0])] = [float(v) for v in row[1:]]
    return out


def first_sums(weights, bias, seen):
    averaged, plain = seen
    known = [weights[x] for x in averaged if x in weights]
    value = 1 / math.sqrt(max(len(known), features.SMALLEST_COUNT))
    total = list(bias)
    for row, by in [(r, value) for r in known] + [(weights[x], features.PLAIN) for x in plain if x in weights]:
        for j, v in enumerate(row):
            total[j] += v * by
    return total


def labelled(statements):
    """[statement id, sentence, 0 or 1 for each label] by the files beside this one."""
    bias = [float(row[1]) for row in features.rows('labels.tsv')]
    weights, reader = load_weights(), features.Reader()
    (_, *begin), *context = list(features.rows('context.tsv'))
    context = [[float(v) for v in row[1:]] for row in context]
    for d, (sentences, _) in statements.items():
        own, shares = features.surroundings([first_sums(weights, bias, x) for x in reader.statement(sentences)])
        for i, text in enumerate(sentences):
            said = [float(begin[j]) + sum(row[j] * v for row, v in zip(context, own[i][j] + shares[i]))
                    for j in range(len(LABELS))]
            yield [d, text] + [int(t > 0) for t in said]


def score(path):
    out = csv.writer(sys.stdout, lineterminator='\n')
    out.writerow(['statement_id', 'sentence'] + LABELS)
    out.writerows(labelled(read_statements(path)))


def agree(candor):
    """The program and this script must say the same of every invented sentence."""
    failures = 0
    environment = dict(os.environ, CANDOR_DATA=os.path.join(features.HERE, '..', '..', '..'))
    for path in sorted(glob.glob(os.path.join(features.HERE, 'own-*.csv'))):
        command = [os.path.abspath(candor), 'statement', 'lint', '--sentences', path, '--law', LAWS.split(',')[0]]
        said = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE).stdout.decode('utf-8')
        theirs = list(csv.reader(io.StringIO(said, newline='')))[1:]
        ours = [[str(cell) for cell in row] for row in labelled(read_statements(path))]
        different = sum(a != b for a, b in zip(ours, theirs)) + abs(len(ours) - len(theirs))
        print('%s: %d sentences, %d differ' % (os.path.basename(path), len(ours), different))
        failures += different + (not ours)
    sys.exit(1 if failures else 0)


def main():
    verbs = {'measure': measure, 'train': train, 'score': score, 'agree': agree}
    if len(sys.argv) != 3 or sys.argv[1] not in verbs:
        sys.exit(__doc__)
    verbs[sys.argv[1]](sys.argv[2])


if __name__ == '__main__':
    main()
