/** BERT's encoder (Devlin et al. 2019) as an ONNX graph with the weights of a PyTorch checkpoint, as exporters for transformers.js name it. */
import { z } from 'zod'
import { FLOAT, Graph, INT64, int64s, scalar, type Tensor } from './onnx.ts'

export const bertConfigSchema = z.object({
  hidden_size: z.int(),
  num_attention_heads: z.int(),
  num_hidden_layers: z.int(),
  layer_norm_eps: z.number(),
})
type BertConfig = z.infer<typeof bertConfigSchema>

/** Added to the scores of padding; far below any score, and finite so that nothing becomes NaN. */
const MASKED = -10_000

/** The parts of a model file, in order; `weight` gives a tensor by its name in the checkpoint. */
export function bertModel(config: BertConfig, weight: (name: string) => Tensor): readonly Uint8Array[] {
  const graph = new Graph()
  const { hidden_size: hidden, num_attention_heads: heads } = config
  const each = ['batch', 'sequence']
  const ids = graph.input('input_ids', INT64, each)
  const mask = graph.input('attention_mask', INT64, each)
  const types = graph.input('token_type_ids', INT64, each)
  const add = (a: string, b: string) => graph.node('Add', [a, b])

  const of = (name: string) => graph.constant(weight(name))
  const dense = (input: string, name: string) => {
    const matrix = graph.node('Transpose', [of(`${name}.weight`)], { perm: { ints: [1, 0] } })
    return add(graph.node('MatMul', [input, matrix]), of(`${name}.bias`))
  }
  const normalized = (input: string, name: string, output?: string) =>
    graph.node(
      'LayerNormalization',
      [input, of(`${name}.weight`), of(`${name}.bias`)],
      { axis: { int: 2 }, epsilon: { float: config.layer_norm_eps } },
      output,
    )

  const length = graph.node('Shape', [ids], { start: { int: 1 }, end: { int: 2 } })
  const positions = graph.node('Slice', [
    of('embeddings.position_embeddings.weight'),
    ...[graph.constant(int64s(0)), length, graph.constant(int64s(0))],
  ])
  const words = graph.node('Gather', [of('embeddings.word_embeddings.weight'), ids])
  const kinds = graph.node('Gather', [of('embeddings.token_type_embeddings.weight'), types])
  let state = normalized(add(add(words, kinds), positions), 'embeddings.LayerNorm')

  const wide = graph.node('Unsqueeze', [mask, graph.constant(int64s(1, 2))])
  const kept = graph.node('Cast', [wide], { to: { int: FLOAT } })
  const absent = graph.node('Sub', [graph.constant(scalar(1)), kept])
  const bias = graph.node('Mul', [absent, graph.constant(scalar(MASKED))])

  const byHead = graph.constant(int64s(0, 0, heads, hidden / heads))
  const joined = graph.constant(int64s(0, 0, hidden))
  const scale = graph.constant(scalar(1 / Math.sqrt(hidden / heads)))
  const split = (input: string, perm: number[]) =>
    graph.node('Transpose', [graph.node('Reshape', [input, byHead])], { perm: { ints: perm } })

  for (let n = 0; n < config.num_hidden_layers; n += 1) {
    const layer = `encoder.layer.${n}`
    const query = split(dense(state, `${layer}.attention.self.query`), [0, 2, 1, 3])
    const key = split(dense(state, `${layer}.attention.self.key`), [0, 2, 3, 1])
    const value = split(dense(state, `${layer}.attention.self.value`), [0, 2, 1, 3])
    const scores = add(graph.node('Mul', [graph.node('MatMul', [query, key]), scale]), bias)
    const seen = graph.node('MatMul', [graph.node('Softmax', [scores], { axis: { int: 3 } }), value])
    const together = graph.node('Reshape', [
      graph.node('Transpose', [seen], { perm: { ints: [0, 2, 1, 3] } }),
      joined,
    ])
    const attended = normalized(
      add(dense(together, `${layer}.attention.output.dense`), state),
      `${layer}.attention.output.LayerNorm`,
    )
    const inner = graph.node('Gelu', [dense(attended, `${layer}.intermediate.dense`)])
    const isLast = n === config.num_hidden_layers - 1
    state = normalized(
      add(dense(inner, `${layer}.output.dense`), attended),
      `${layer}.output.LayerNorm`,
      isLast ? 'last_hidden_state' : undefined,
    )
  }
  graph.output(state, FLOAT, [...each, 'hidden'])
  return graph.model()
}
