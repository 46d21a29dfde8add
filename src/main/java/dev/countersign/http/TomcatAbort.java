package dev.countersign.http;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.io.IOException;
import java.util.Optional;

/**
 * Makes Tomcat's exception for a client that has disconnected: when it is thrown to Tomcat, the connection is closed
 * and nothing is logged. Stateless.
 */
final class TomcatAbort {

    private static final String NAME = "org.apache.catalina.connector.ClientAbortException";

    private TomcatAbort() {}

    /** Empty: the container is another one. */
    static Optional<IOException> of(ServletRequest request) {
        ServletRequest innermost = request;
        while (innermost instanceof ServletRequestWrapper wrapper) {
            innermost = wrapper.getRequest();
        }
        if (!innermost.getClass().getName().startsWith("org.apache.catalina.")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Class.forName(NAME, true, innermost.getClass().getClassLoader())
                    .asSubclass(IOException.class)
                    .getConstructor(String.class)
                    .newInstance("the request's body was not awaited"));
        } catch (ReflectiveOperationException | LinkageError e) {
            return Optional.empty();
        }
    }
}
