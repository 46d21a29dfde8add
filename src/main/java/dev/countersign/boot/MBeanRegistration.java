package dev.countersign.boot;

import jakarta.servlet.ServletContext;
import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MBean of ours in the platform's MBean server, until it is closed. Named after its application, as the container's
 * own MBeans are, so that one server can run several. Unregisters only the MBean that it registered itself.
 */
final class MBeanRegistration implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MBeanRegistration.class);
    private static final int MAX_INSTANCES = 100;
    private static final String UNSAFE = "[,=:\"*?\\p{Cntrl}]";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName name;

    /**
     * Registers under the first free name.
     *
     * @param bean implements an interface whose name ends with {@code MXBean}
     */
    MBeanRegistration(Object bean, String type, ServletContext context) {
        this.name = register(bean, type, context);
    }

    ObjectName name() {
        return name;
    }

    @Override
    public void close() {
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            LOG.debug("{} was unregistered by another party", name);
        } catch (JMException e) {
            LOG.warn("{} could not be unregistered", name, e);
        }
    }

    private ObjectName register(Object bean, String type, ServletContext context) {
        StandardMBean described = DescribedMXBean.of(bean);
        for (int instance = 1; instance <= MAX_INSTANCES; instance++) {
            ObjectName candidate = name(type, context, instance);
            try {
                return server.registerMBean(described, candidate).getObjectName();
            } catch (InstanceAlreadyExistsException e) {
                LOG.debug("{} is taken", candidate);
            } catch (JMException e) {
                throw new IllegalStateException(candidate + " could not be registered", e);
            }
        }
        throw new IllegalStateException("every name for the MBean " + type + " is taken");
    }

    /**
     * {@code dev.countersign:type=<type>,context=<path>[,host=<virtual host>][,instance=<number>]}.
     *
     * @param instance 1 is left out: the first of several that share a path, as with a container's parallel versions
     */
    private static ObjectName name(String type, ServletContext context, int instance) {
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
            throw new IllegalStateException("the container's names cannot be part of an MBean name: " + name, e);
        }
    }
}
