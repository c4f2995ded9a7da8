import io.github.multigpumnist.runtime.DeviceInfo;
import io.github.multigpumnist.runtime.DeviceList;
import java.util.List;

/** The library in three lines. */
public class Consumer {
  public static void main(String[] args) {
    List<DeviceInfo> devices = DeviceList.physical();
    devices.forEach(device -> System.out.println("can train on " + device.shortName()));
  }
}
