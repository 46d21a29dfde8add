package dev.countersign.boot;

import jakarta.servlet.ServletContext;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** Names our MBeans after the application they belong to, as the container's own are, so that several can live in one server. */
final class MBeanNames {

    private static final String UNSAFE = "[,=:\"*?\\p{Cntrl}]";

    private MBeanNames() {}

    /**
     * {@code dev.countersign:type=<type>,context=<path>[,host=<virtual host>][,instance=<number>]}.
     *
     * @param instance 1 is left out: the first of several that share a path, as with a container's parallel versions
     */
    static ObjectName of(String type, ServletContext context, int instance) {
        String path = context.getContextPath().isEmpty() ? "/" : context.getContextPath();
        StringBuilder name = new StringBuilder("dev.countersign:type=").append(type);
        name.append(",context=").append(path.replaceAll(UNSAFE, "_"));
        String host = context.getVirtualServerName();
        if (host != null && !host.isEmpty()) {
            name.append(",host=").append(host.replaceAll(UNSAFE, "_"));
        }
        if (instance > 1) {
            name.append(",instance=").append(instance);
        }
        try {
            return new ObjectName(name.toString());
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException("the container's names make no MBean name: " + name, e);
        }
    }
}
