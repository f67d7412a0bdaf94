// SQL Server's error numbers, severities and texts, as far as the engine raises them, and the exception that carries one.
import type { SqlError } from "./result.ts";

/** Severity and text by number; each % takes the next argument. 40000 to 40002 are the lab's own. */
const TEXTS: Record<number, [severity: number, text: string]> = {
  102: [15, "Incorrect syntax near '%'."],
  104: [
    16,
    "ORDER BY items must appear in the select list if the statement contains a UNION, INTERSECT or EXCEPT operator.",
  ],
  105: [15, "Unclosed quotation mark after the character string '%'."],
  107: [15, "The column prefix '%' does not match with a table name or alias name used in the query."],
  108: [16, "The ORDER BY position number % is out of range of the number of items in the select list."],
  113: [15, "Missing end comment mark '*/'."],
  116: [16, "Only one expression can be specified in the select list when the subquery is not introduced with EXISTS."],
  130: [16, "Cannot perform an aggregate function on an expression containing an aggregate or a subquery."],
  134: [
    15,
    "The variable name '%' has already been declared. Variable names must be unique within a query batch or stored procedure.",
  ],
  137: [15, 'Must declare the scalar variable "%".'],
  141: [
    15,
    "A SELECT statement that assigns a value to a variable must not be combined with data-retrieval operations.",
  ],
  144: [15, "Cannot use an aggregate or a subquery in an expression used for the group by list of a GROUP BY clause."],
  145: [15, "ORDER BY items must appear in the select list if SELECT DISTINCT is specified."],
  147: [
    15,
    "An aggregate may not appear in the WHERE clause unless it is in a subquery contained in a HAVING clause or a select list, and the column being aggregated is an outer reference.",
  ],
  155: [15, "'%' is not a recognized % option."],
  156: [15, "Incorrect syntax near the keyword '%'."],
  174: [15, "The % function requires % argument(s)."],
  189: [15, "The % function requires % to % arguments."],
  191: [
    15,
    "Some part of your SQL statement is nested too deeply. Rewrite the query or break it up into smaller queries.",
  ],
  195: [15, "'%' is not a recognized %."],
  205: [
    16,
    "All queries combined using a UNION, INTERSECT or EXCEPT operator must have an equal number of expressions in their target lists.",
  ],
  206: [16, "Operand type clash: % is incompatible with %"],
  207: [16, "Invalid column name '%'."],
  208: [16, "Invalid object name '%'."],
  209: [16, "Ambiguous column name '%'."],
  215: [
    16,
    "Parameters supplied for object '%' which is not a function. If the parameters are intended as a table hint, a WITH keyword is required.",
  ],
  216: [16, "Parameters were not supplied for the function '%'."],
  220: [16, "Arithmetic overflow error for data type %, value = %."],
  229: [14, "The % permission was denied on the object '%', database '%', schema '%'."],
  241: [16, "Conversion failed when converting date and/or time from character string."],
  242: [16, "The conversion of a % data type to a % data type resulted in an out-of-range value."],
  244: [16, "The conversion of the % value '%' overflowed an % column. Use a larger integer column."],
  245: [16, "Conversion failed when converting the % value '%' to data type %."],
  248: [16, "The conversion of the % value '%' overflowed an int column."],
  263: [16, "Must specify table to select from."],
  257: [16, "Implicit conversion from data type % to % is not allowed. Use the CONVERT function to run this query."],
  262: [14, "% permission denied in database '%'."],
  281: [16, "% is not a valid style number when converting from % to a character string."],
  297: [16, "The user does not have permission to perform this action."],
  300: [14, "% permission was denied on object 'server', database 'master'."],
  313: [16, "An insufficient number of arguments were supplied for the procedure or function %."],
  319: [
    15,
    "Incorrect syntax near the keyword 'with'. If this statement is a common table expression, an xmlnamespaces clause or a change tracking context clause, the previous statement must be terminated with a semicolon.",
  ],
  402: [16, "The data types % and % are incompatible in the % operator."],
  512: [
    16,
    "Subquery returned more than 1 value. This is not permitted when the subquery follows =, !=, <, <= , >, >= or when the subquery is used as an expression.",
  ],
  517: [16, "Adding a value to a '%' column caused an overflow."],
  529: [16, "Explicit conversion from data type % to % is not allowed."],
  535: [
    16,
    "The % function resulted in an overflow. The number of dateparts separating two date/time instances is too large. Try to use % with a less precise datepart.",
  ],
  537: [16, "Invalid length parameter passed to the LEFT or SUBSTRING function."],
  911: [16, "Database '%' does not exist. Make sure that the name is entered correctly."],
  916: [14, 'The server principal "%" is not able to access the database "%" under the current security context.'],
  1007: [15, "The number '%' is out of the range for numeric representation (maximum precision 38)."],
  1011: [16, "The correlation name '%' is specified multiple times in a FROM clause."],
  1013: [
    16,
    'The objects "%" and "%" in the FROM clause have the same exposed names. Use correlation names to distinguish them.',
  ],
  1033: [
    15,
    "The ORDER BY clause is invalid in views, inline functions, derived tables, subqueries, and common table expressions, unless TOP, OFFSET or FOR XML is also specified.",
  ],
  2812: [16, "Could not find stored procedure '%'."],
  4104: [16, 'The multi-part identifier "%" could not be bound.'],
  4121: [16, 'Cannot find either column "%" or the user-defined function or aggregate "%", or the name is ambiguous.'],
  4145: [15, "An expression of non-boolean type specified in a context where a condition is expected, near '%'."],
  8114: [16, "Error converting data type % to %."],
  8115: [16, "Arithmetic overflow error converting % to data type %."],
  8116: [16, "Argument data type % is invalid for argument % of % function."],
  8117: [16, "Operand data type % is invalid for % operator."],
  8120: [
    16,
    "Column '%' is invalid in the select list because it is not contained in either an aggregate function or the GROUP BY clause.",
  ],
  8121: [
    16,
    "Column '%' is invalid in the HAVING clause because it is not contained in either an aggregate function or the GROUP BY clause.",
  ],
  8127: [
    16,
    "Column '%' is invalid in the ORDER BY clause because it is not contained in either an aggregate function or the GROUP BY clause.",
  ],
  8133: [
    16,
    "At least one of the result expressions in a CASE specification must be an expression other than the NULL constant.",
  ],
  8134: [16, "Divide by zero error encountered."],
  8144: [16, "Procedure or function % has too many arguments specified."],
  8152: [16, "String or binary data would be truncated."],
  8155: [16, "No column name was specified for column % of '%'."],
  8156: [16, "The column '%' was specified multiple times for '%'."],
  8158: [16, "'%' has more columns than were specified in the column list."],
  8159: [16, "'%' has fewer columns than were specified in the column list."],
  8169: [16, "Conversion failed when converting from a character string to uniqueidentifier."],
  10709: [16, "The number of columns for each row in a table value constructor must be the same."],
  40000: [16, "Lab: % is not supported by the lab's T-SQL engine."],
  40001: [16, "Lab: % is refused. The lab is read-only over SQL."],
  40002: [16, "Lab: the server gave % for % of type %."],
};

/** Errors after which SQL Server runs no further statement of the batch; after others only the statement ends. */
const ENDS_BATCH = new Set([208, 241, 242, 244, 245, 248, 911, 916, 8114, 8169, 40000, 40001, 40002]);

/** A SQL error on its way up. `line` 0 is filled in with the statement's line by whoever runs the statement. */
export class SqlFailure extends Error {
  readonly error: SqlError;
  /** An error the server sends before this one (300 before 297). */
  preceding: SqlFailure | null = null;
  constructor(number: number, args: readonly (string | number)[] = [], line = 0) {
    const [severity, template] = TEXTS[number] ?? [16, `Error ${number}.`];
    let next = 0;
    const message = template.replace(/%/g, () => String(args[next++] ?? ""));
    super(message);
    this.error = { number, severity, state: 1, line, message };
  }
  get endsBatch(): boolean {
    return ENDS_BATCH.has(this.error.number);
  }
}

export function atLine(error: SqlError, line: number): SqlError {
  return error.line === 0 ? { ...error, line } : error;
}
