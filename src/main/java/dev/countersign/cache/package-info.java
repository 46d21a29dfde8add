/** Remembers for a while what others had to be asked for, and forgets it when it changes. The only package that names Ehcache. */
@NullMarked
package dev.countersign.cache;

import org.jspecify.annotations.NullMarked;
