/** The door for administrators: their authentication, and the REST interface behind it. */
@NullMarked
package dev.countersign.admin;

import org.jspecify.annotations.NullMarked;
