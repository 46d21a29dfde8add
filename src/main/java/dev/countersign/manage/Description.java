package dev.countersign.manage;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a JMX console shows of an MBean, an attribute (at its getter) or an operation: the JDK takes no text from an
 * MXBean interface by itself.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Description {

    /** A sentence or more, in plain text. */
    String value();
}
