// The one function that we use of a package without types.
declare module "jmespath" {
  const jmespath: { search(value: unknown, expression: string): unknown };
  export default jmespath;
}
