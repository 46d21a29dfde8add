package dev.countersign.boot;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the place of our types in what the JDK remembers, when the application ends. In JDK 17 the handles by which {@link ObjectMethods} makes the
 * methods of records keep the type that they were last made for, and through it the class loader of an application that is gone. A type of the
 * JDK's own in its place holds nobody.
 */
final class RememberedTypes {

    private static final Logger LOG = LoggerFactory.getLogger(RememberedTypes.class);

    private RememberedTypes() {}

    static void displace() {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        try {
            MethodHandle component = lookup.findVirtual(String.class, "strip", MethodType.methodType(String.class));
            for (String method : new String[] {"equals", "hashCode"}) {
                ObjectMethods.bootstrap(lookup, method, MethodHandle.class, String.class, "strip", component);
            }
        } catch (Throwable e) {
            // Whatever a newer JDK may have against it: the application ends all the same.
            LOG.debug("the methods of records are not made for String", e);
        }
    }
}
