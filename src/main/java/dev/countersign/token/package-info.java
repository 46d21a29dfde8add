/** The words about access tokens and the keys that sign them, for the parts that issue, keep and administer them. */
@NullMarked
package dev.countersign.token;

import org.jspecify.annotations.NullMarked;
