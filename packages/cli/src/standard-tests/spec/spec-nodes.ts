import { type SchemaNode, schemaNodes } from '../schema-nodes.ts';
import type { TestedConnector } from '../subject/tested-connector.ts';

/** All schemas in the schema of the config. */
export async function specNodes(connector: TestedConnector): Promise<SchemaNode[]> {
  return [...schemaNodes((await connector.specification()).connectionSpecification)];
}
