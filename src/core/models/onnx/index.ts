/** Embedding models as ONNX files, which run on this computer. */
export type { CatalogueModel } from './catalogue.ts'
export { createOnnxModels, type OnnxModels, type OnnxModelsConfig } from './onnx-models.ts'
