/** The door for administrators: who may come in, and the REST interface behind it. */
@NullMarked
package dev.countersign.admin;

import org.jspecify.annotations.NullMarked;
