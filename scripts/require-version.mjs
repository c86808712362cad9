// Fails unless it is run by the Node whose version it is given: a check on another Node than meant would prove nothing.
const [wanted] = process.argv.slice(2);
if (process.versions.node !== wanted) {
  console.error(`Expected Node ${wanted}, this is ${process.versions.node}`);
  process.exit(1);
}
