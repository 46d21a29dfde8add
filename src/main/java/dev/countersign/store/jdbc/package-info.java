/**
 * Keeps the clients in a relational database, and the audit trail of their changes beside them. The only package that
 * speaks SQL.
 */
@NullMarked
package dev.countersign.store.jdbc;

import org.jspecify.annotations.NullMarked;
